import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import { NONE } from '../../lib/aws/settings.ts'

/** Keeps the settings of each stage, so that the next deployment uses the same. */
export const INSTALLATIONS_FILE = 'installations.json'

/** The settings that `lib/aws/settings.ts` reads, as text, under its names. */
const Installation = z.strictObject({
  domain: z.string().exactOptional(),
  zoneId: z.string().exactOptional(),
  zoneName: z.string().exactOptional(),
  certificateArn: z.string().exactOptional(),
  mailDomain: z.string().exactOptional(),
  mailIdentity: z.string().exactOptional(),
  modelId: z.string().exactOptional(),
  rateLimit: z.coerce.string().exactOptional(),
  indexShards: z.coerce.string().exactOptional(),
  originSecretVersion: z.string().exactOptional(),
  alarmEmail: z.string().exactOptional(),
  runbookUrl: z.string().exactOptional(),
})
export type Installation = z.infer<typeof Installation>

/**
 * A stage's settings; empty if there is no file, or no such stage in it.
 *
 * @throws Error if the file is not JSON, or has settings that do not exist
 */
export const readInstallation = (stage: string, file = INSTALLATIONS_FILE): Installation => {
  if (!existsSync(file)) return {}
  const read = z.record(z.string(), Installation).safeParse(jsonOf(file))
  if (read.success) return read.data[stage] ?? {}
  const [issue] = read.error.issues
  throw new Error(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'cannot be read'}`)
}

const jsonOf = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`${file} is no JSON: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** A stage's settings as the CDK's context. A stage without a mail domain sends no mails. */
export const contextOf = (stage: string, installation: Installation): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ stage, mailDomain: NONE, ...installation }).map(([name, value]) => [`plimsoll:${name}`, value]),
  )

/** `contextOf` as arguments of the CDK's command line. */
export const contextArguments = (stage: string, installation: Installation): readonly string[] =>
  Object.entries(contextOf(stage, installation)).flatMap(([name, value]) => ['--context', `${name}=${value}`])
