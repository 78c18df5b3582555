import { AwsError } from './aws-service.ts'

/** The members of a request, as the SDK sent them. */
export type Members = Readonly<Record<string, unknown>>

export const invalidParameter = (message: string): AwsError => new AwsError(400, 'InvalidParameterException', message)

/** @throws AwsError SerializationException unless the body is a JSON object */
export const membersOf = (body: Buffer): Members => {
  try {
    const members: unknown = JSON.parse(body.toString('utf8'))
    if (typeof members === 'object' && members !== null && !Array.isArray(members)) return members as Members
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new AwsError(400, 'SerializationException', 'the body is not a JSON object')
}

/** Empty text counts as absent, as it does for Cognito. */
export const optionalText = (members: Members, name: string): string | undefined => {
  const value = members[name]
  if (value !== undefined && value !== null && typeof value !== 'string') {
    throw new AwsError(400, 'SerializationException', `${name} is not a string`)
  }
  return value || undefined
}

export const requiredText = (members: Members, name: string): string => {
  const value = optionalText(members, name)
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`)
  return value
}

/** A member that is itself a structure; absent is empty. */
export const structure = (members: Members, name: string): Members => {
  const value = members[name]
  return typeof value === 'object' && value !== null ? (value as Members) : {}
}

/** A list of `{Name, Value}` as one record; absent is empty. */
export const attributesIn = (members: Members, name: string): Readonly<Record<string, string>> => {
  const list = members[name] ?? []
  if (!Array.isArray(list)) throw new AwsError(400, 'SerializationException', `${name} is not a list`)
  return Object.fromEntries(
    list.map((attribute: Members) => [requiredText(attribute, 'Name'), optionalText(attribute, 'Value') ?? '']),
  )
}
