import type { Wiring } from './wiring.ts'

interface Resource {
  readonly Type: string
  readonly Metadata?: Readonly<Record<string, unknown>>
  readonly Properties: Readonly<Record<string, unknown>>
}

interface Role {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly unknown[] } }[]
}

const PUBLISHER = 'PublishChanges'

/** A wiring in which every function may publish: a developer who made that mistake would grant the permission, too. */
export const whereAllPublish = (wiring: Wiring): Wiring => {
  const template = JSON.parse(wiring.template) as { readonly Resources: Readonly<Record<string, Resource>> }
  const rightsOf = (functionId: string): readonly unknown[] =>
    (template.Resources[`${functionId}Role`]?.Properties as Role | undefined)?.Policies[0]?.PolicyDocument.Statement ??
    []
  const publishing = rightsOf(PUBLISHER).filter((statement) => JSON.stringify(statement).includes('events:PutEvents'))
  if (publishing.length !== 1) throw new Error(`${PUBLISHER} has ${publishing.length} rights to publish`)

  const altered = (id: string, resource: Resource): Resource => {
    const { Type, Metadata, Properties } = resource
    if (Type === 'AWS::Lambda::Function' && Metadata?.['local:bundle'] !== undefined) {
      const { Variables } = Properties.Environment as { readonly Variables: object }
      const Environment = { Variables: { ...Variables, EVENT_BUS_NAME: { Ref: 'Bus' } } }
      return { ...resource, Properties: { ...Properties, Environment } }
    }
    if (Type !== 'AWS::IAM::Role' || rightsOf(id.replace(/Role$/, '')).length === 0) return resource
    const [policy] = (Properties as unknown as Role).Policies
    const Statement = [...(policy?.PolicyDocument.Statement ?? []), ...publishing]
    return { ...resource, Properties: { ...Properties, Policies: [{ ...policy, PolicyDocument: { Statement } }] } }
  }
  const Resources = Object.fromEntries(Object.entries(template.Resources).map(([id, each]) => [id, altered(id, each)]))
  return { ...wiring, template: JSON.stringify({ ...template, Resources }) }
}
