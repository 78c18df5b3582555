import * as z from 'zod'
import { MAIL_IDENTITY } from '../../lib/aws/mail.ts'

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      DeletionPolicy: z.string().optional(),
      Properties: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
})

/** Resources of one type that outlive their stack. */
export interface Kept {
  /** Such as `DynamoDB Table`. */
  readonly kind: string
  /** Logical ids. */
  readonly ids: readonly string[]
}

/**
 * What CloudFormation leaves in the account when it deletes a stack of this template.
 *
 * @param template JSON
 */
export const keptResources = (template: string): readonly Kept[] => {
  const { Resources } = Template.parse(JSON.parse(template))
  const byKind = new Map<string, string[]>()
  for (const [id, { Type, DeletionPolicy }] of Object.entries(Resources)) {
    if (!DeletionPolicy?.startsWith('Retain')) continue
    const kind = Type.replace(/^AWS::/, '').replace('::', ' ')
    byKind.set(kind, [...(byKind.get(kind) ?? []), id])
  }
  return [...byKind].map(([kind, ids]) => ({ kind, ids }))
}

/**
 * A line for each type of what is kept.
 *
 * @param names physical names by logical id, read before the stack is deleted; a resource without one is listed by its
 *   logical id
 */
export const keptLines = (kept: readonly Kept[], names: ReadonlyMap<string, string>): readonly string[] =>
  kept.map(({ kind, ids }) => `${kind}: ${ids.map((id) => names.get(id) ?? id).join(', ')}`)

/**
 * The mail domain that the stack created in SES, and that is deleted with it; undefined if there is none.
 *
 * @param names physical names by logical id; unless it is empty, it takes precedence over the template
 */
export const mailDomainGoing = (template: string, names: ReadonlyMap<string, string>): string | undefined => {
  if (names.size > 0) return names.get(MAIL_IDENTITY)
  const domain = Template.parse(JSON.parse(template)).Resources[MAIL_IDENTITY]?.Properties?.EmailIdentity
  return typeof domain === 'string' ? domain : undefined
}
