import { type Resource, readTemplate, type Template } from '../../lib/local/template.ts'
import { DAYS_A_MONTH } from './month.ts'
import type { MemorySizes } from './usage.ts'

/** The synthesised template, where only its names matter. */
export const stackOf = (document: unknown): Template =>
  readTemplate(document, { awsPort: () => 0, localUrl: String, dynamicReference: String })

const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 }
const MINUTES_A_MONTH = DAYS_A_MONTH * 1_440

const bundleOf = (logicalId: string): string => logicalId.replaceAll(/(?!^)[A-Z]/g, '-$&').toLowerCase()

/** Memory in MB of each function, by its bundle. */
export const sizesOf = (document: unknown): MemorySizes =>
  Object.fromEntries(
    stackOf(document)
      .resourcesOf('AWS::Lambda::Function')
      .map(({ logicalId, properties }) => [bundleOf(logicalId), Number(properties.MemorySize ?? 128)]),
  )

/** The event source mappings that let functions read queues. */
export const queueMappings = (template: Template): readonly Resource[] =>
  template
    .resourcesOf('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => template.text(properties.EventSourceArn).startsWith('arn:aws:sqs:'))

/** Bundles of the functions that read a queue. */
export const queueConsumers = (document: unknown): ReadonlySet<string> => {
  const template = stackOf(document)
  const functions = template.resourcesOf('AWS::Lambda::Function')
  return new Set(
    queueMappings(template)
      .flatMap(({ properties }) => {
        const name = template.text(properties.FunctionName)
        return functions.filter(({ logicalId }) => template.nameOf(logicalId) === name)
      })
      .map(({ logicalId }) => bundleOf(logicalId)),
  )
}

/** How often each schedule runs in 30 days, by its name. @throws Error for an expression that is not a rate */
export const runsAMonth = (document: unknown): ReadonlyMap<string, number> =>
  new Map(
    stackOf(document)
      .resourcesOf('AWS::Scheduler::Schedule')
      .map(({ properties }) => {
        const [, every, unit = ''] =
          /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(properties.ScheduleExpression)) ?? []
        if (every === undefined) throw new Error(`${properties.ScheduleExpression} is no rate`)
        return [String(properties.Name), MINUTES_A_MONTH / (Number(every) * (MINUTES[unit] ?? 1))]
      }),
  )
