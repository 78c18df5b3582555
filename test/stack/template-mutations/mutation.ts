import type { Resource } from '../../support/own-template.ts'

/** A template's resources by their logical id, which a mutation changes in place. */
export type Resources = Record<string, Resource>

/** Changes resources in place. */
export type Change = (resources: Resources) => void

/** A slip, the rule that finds it (of the lint, the validator or cdk-nag), and how it is made in our template. */
export type Mutation = readonly [slip: string, rule: string, make: Change]

/** A change that a reviewer would accept, and how it is made. */
export type Edit = readonly [edit: string, make: Change]

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const valueAt = (resources: Resources, id: string, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((at, key) => (isContainer(at) ? at[key] : undefined), resources[id]?.Properties)

/**
 * Sets what a path leads to, or removes it.
 *
 * @param path keys and positions joined by dots, under the resource's properties
 * @param value undefined removes the key, or the list's entry
 * @throws Error if the path leads nowhere, so that a mutation that no longer fits the template is noticed
 */
const set = (resources: Resources, id: string, path: string, value: Json | undefined): void => {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const holder = valueAt(resources, id, keys)
  if (!isContainer(holder)) throw new Error(`${id} has no ${path}`)
  if (value !== undefined) holder[last] = value
  else if (Array.isArray(holder)) holder.splice(Number(last), 1)
  else delete holder[last]
}

/**
 * Logical id of the first resource of a type whose id or JSON holds a text.
 *
 * @param type without its `AWS::` if it is not a custom one
 * @throws Error if there is none
 */
export const idOf = (resources: Resources, type: string, holding: string): string => {
  const [id] = Object.entries(resources).find(
    ([key, resource]) =>
      resource.Type.replace(/^AWS::/, '') === type && `${key} ${JSON.stringify(resource)}`.includes(holding),
  ) ?? ['']
  if (!id) throw new Error(`no ${type} holds ${holding}`)
  return id
}

/** Changes one property of a resource, as `set` does. */
export const change =
  (id: string, path: string, value: Json | undefined): Change =>
  (resources) =>
    set(resources, id, path, value)

/** As `change`, in the first resource of a type that holds a text; the empty text is in any. */
export const changeFirst =
  (type: string, holding: string, path: string, value: Json | undefined): Change =>
  (resources) =>
    set(resources, idOf(resources, type, holding), path, value)

/**
 * Adds an entry to a list of a resource.
 *
 * @throws Error if the path leads to no list
 */
export const append =
  (id: string, path: string, entry: Json): Change =>
  (resources) => {
    const list = valueAt(resources, id, path.split('.'))
    if (!Array.isArray(list)) throw new Error(`${path} of ${id} is no list`)
    list.push(entry)
  }

/** As `append`, to the first resource of a type that holds a text. */
export const appendFirst =
  (type: string, holding: string, path: string, entry: Json): Change =>
  (resources) =>
    append(idOf(resources, type, holding), path, entry)(resources)

/** Adds a resource. */
export const add =
  (id: string, Type: string, Properties: Readonly<Record<string, unknown>>): Change =>
  (resources) => {
    resources[id] = { Type, Properties }
  }

/**
 * Removes a resource.
 *
 * @throws Error if there is none
 */
export const remove =
  (id: string): Change =>
  (resources) => {
    if (!resources[id]) throw new Error(`there is no ${id}`)
    delete resources[id]
  }

/** Removes the first resource of a type that holds a text. */
export const removeFirst =
  (type: string, holding: string): Change =>
  (resources) =>
    remove(idOf(resources, type, holding))(resources)

/** Replaces `one` by `other` everywhere in the first resource of a type that holds the text `holding`. */
export const rewriteFirst =
  (type: string, holding: string, one: string, other: string): Change =>
  (resources) => {
    const id = idOf(resources, type, holding)
    resources[id] = JSON.parse(JSON.stringify(resources[id]).replaceAll(one, other))
  }

/** Copies a property to the first resource of a type that holds `holding`, from the first that holds `other`. */
export const takeFirst =
  (type: string, holding: string, other: string, property: string): Change =>
  (resources) => {
    const taken = resources[idOf(resources, type, other)]?.Properties[property]
    Object.assign(resources[idOf(resources, type, holding)]?.Properties ?? {}, { [property]: taken })
  }

/** A resource's ARN, as a template writes it. */
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })

/** Path of a function's environment variables. */
export const ENVIRONMENT = 'Environment.Variables'

/** Path of the web ACL's rate rule for guests. */
export const FLOOD = 'Rules.0'

/** Removes an action from every statement of a role. */
export const revoke =
  (role: string, action: string): Change =>
  (resources) => {
    const before = JSON.stringify(resources[role])
    resources[role] = JSON.parse(
      before
        .replaceAll(`"Action":"${action}"`, '"Action":"logs:PutLogEvents"')
        .replaceAll(`"${action}",`, '')
        .replaceAll(`,"${action}"`, ''),
    )
    if (JSON.stringify(resources[role]) === before) throw new Error(`${role} is not allowed ${action}`)
  }

/** Replaces the dashboard by a single widget with the given metrics. */
export const showOnDashboard = (metrics: Json): Change =>
  changeFirst(
    'CloudWatch::Dashboard',
    '',
    'DashboardBody',
    JSON.stringify({ widgets: [{ type: 'metric', properties: { metrics } }] }),
  )

/** Matches a finding's line in which no name is missing. */
export const WHOLE_LINE = /^(?!.*(?:undefined|\[object|: \.| {2}| \.$))\w+: [^\n]+$/
