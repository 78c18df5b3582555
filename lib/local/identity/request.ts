import { AwsError } from '../aws-service.ts'
import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'

export const invalidParameter = (message: string): AwsError => new AwsError(400, 'InvalidParameterException', message)

/** @throws AwsError SerializationException unless the body is a JSON object */
export const membersOf = (body: Buffer): JsonRecord => {
  try {
    const members: unknown = JSON.parse(body.toString('utf8'))
    if (isRecord(members)) return members
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new AwsError(400, 'SerializationException', 'the body is not a JSON object')
}

/** Empty text counts as absent, as it does for Cognito. */
export const optionalText = (members: JsonRecord, name: string): string | undefined => {
  const value = members[name]
  if (value !== undefined && value !== null && typeof value !== 'string') {
    throw new AwsError(400, 'SerializationException', `${name} is not a string`)
  }
  return value || undefined
}

export const requiredText = (members: JsonRecord, name: string): string => {
  const value = optionalText(members, name)
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`)
  return value
}

/** A member that is itself a structure; absent is empty. */
export const structure = (members: JsonRecord, name: string): JsonRecord => recordOf(members[name])

/** A list of `{Name, Value}` as one record; absent is empty. */
export const attributesIn = (members: JsonRecord, name: string): Readonly<Record<string, string>> => {
  const list = members[name] ?? []
  if (!Array.isArray(list)) throw new AwsError(400, 'SerializationException', `${name} is not a list`)
  return Object.fromEntries(
    list.map((attribute: JsonRecord) => [requiredText(attribute, 'Name'), optionalText(attribute, 'Value') ?? '']),
  )
}
