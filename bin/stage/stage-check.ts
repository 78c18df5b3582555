import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import * as z from 'zod'
import { NONE } from '../../lib/aws/settings.ts'
import { blocks, type Found, lacks, ok, wordsOf } from './finding.ts'
import { INSTALLATIONS_FILE, type Installation } from './installation.ts'
import { isNoStack, namesOf, REGION } from './stack-resources.ts'

/** The parts of a deployed template that are checked. */
const Deployed = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Properties: z
        .object({
          Environment: z.object({ Variables: z.object({ INDEX_SHARDS: z.coerce.number().optional() }) }).optional(),
          DistributionConfig: z.object({ Aliases: z.array(z.unknown()).optional() }).optional(),
        })
        .optional(),
    }),
  ),
})

/** Settings of a stage that a deployment must not remove unasked. */
interface Kept {
  readonly indexShards: number
  /** The site's own address; undefined if it has none. */
  readonly domain: string | undefined
}

const jsonOf = (template: string): unknown => {
  try {
    return JSON.parse(template)
  } catch (cause) {
    throw new Error('its template is no JSON', { cause })
  }
}

/** @throws Error with a one-line message if the template cannot be read */
const keptOf = (template: string): Kept => {
  const deployed = Deployed.safeParse(jsonOf(template))
  if (!deployed.success) {
    throw new Error(`its template is not as expected at ${deployed.error.issues[0]?.path.join('.') || 'its root'}`)
  }
  const all = Object.values(deployed.data.Resources).map(({ Properties }) => Properties)
  const domains = all.flatMap((properties) => properties?.DistributionConfig?.Aliases ?? [])
  return {
    indexShards: Math.max(1, ...all.map((properties) => properties?.Environment?.Variables.INDEX_SHARDS ?? 1)),
    domain: domains.find((name) => typeof name === 'string'),
  }
}

/** A stage's deployed settings; undefined if it has no stack, or only a failed first deployment. */
const findKept = async (stackName: string): Promise<Kept | undefined> => {
  if ((await namesOf(stackName)).size === 0) return undefined
  const client = new CloudFormationClient({ region: REGION })
  try {
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: stackName }))
    if (!TemplateBody) throw new Error('AWS gives no template of it')
    return keptOf(TemplateBody)
  } catch (error) {
    if (isNoStack(error)) return undefined
    throw error
  } finally {
    client.destroy()
  }
}

/** A stage and its settings. */
export interface ChosenStage {
  readonly stage: string
  readonly stackName: string
  readonly installation: Installation
  readonly indexShards: number
}

/**
 * Whether the stage exists, and whether the deployment would remove something from it unasked. If that cannot be read,
 * the check blocks as well.
 */
export const checkStage = async (chosen: ChosenStage): Promise<Found> => {
  try {
    return judged(chosen, await findKept(chosen.stackName))
  } catch (error) {
    return blocks(
      `what ${chosen.stackName} has cannot be seen, so that nobody knows what it would lose (${wordsOf(error)})`,
    )
  }
}

const judged = ({ stage, stackName, installation, indexShards }: ChosenStage, kept: Kept | undefined): Found => {
  if (kept && indexShards < kept.indexShards) {
    return blocks(
      `${stackName} has ${kept.indexShards} index shards, and ${indexShards} would hide tickets from lists: set indexShards ${kept.indexShards} in ${INSTALLATIONS_FILE}`,
    )
  }
  if (kept?.domain && installation.domain === undefined) {
    return blocks(
      `${stackName} is at ${kept.domain}, which the deployment would take away: name it as domain in ${INSTALLATIONS_FILE}, or give it up by domain "${NONE}"`,
    )
  }
  const chosen = Object.keys(installation).length === 0 ? `; ${INSTALLATIONS_FILE} chooses nothing for it` : ''
  if (!kept)
    return lacks(`new stage ${stage}: there is no stack ${stackName} yet, and npm run deploy makes one${chosen}`)
  return chosen ? lacks(`${stackName} is deployed${chosen}`) : ok(`${stackName} is deployed`)
}
