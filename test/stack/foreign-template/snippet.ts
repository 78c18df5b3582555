import type { Resource } from '../../support/own-template.ts'

export type Template = Readonly<Record<string, unknown>> & { readonly Resources: Readonly<Record<string, Resource>> }

/** Something that a template may contain, and a template in which it is right. */
export type Snippet = readonly [what: string, template: Template]

export const of = (Type: string, Properties: Readonly<Record<string, unknown>> = {}): Resource => ({ Type, Properties })
export const ref = (Ref: string) => ({ Ref })
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
export const sub = (text: string) => ({ 'Fn::Sub': text })
export const imported = (name: string) => ({ 'Fn::ImportValue': name })
export const include = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://shop/part.json' } } }

export const trusting = (Service: unknown) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
})
export const plainRole = (properties: object = {}) =>
  of('AWS::IAM::Role', { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'), ...properties })
export const worker = (properties: object = {}) => of('AWS::Lambda::Function', { Role: arnOf('Role'), ...properties })

/** A function that reads a queue, with its role and mapping. */
export const consumer = (more: Readonly<Record<string, Resource>>): Template => ({
  Resources: {
    Worker: worker(),
    Role: plainRole(),
    Orders: of('AWS::SQS::Queue', {
      VisibilityTimeout: 180,
      RedrivePolicy: { deadLetterTargetArn: imported('DeadLetters'), maxReceiveCount: 3 },
    }),
    Reader: of('AWS::Lambda::EventSourceMapping', { EventSourceArn: arnOf('Orders'), FunctionName: ref('Worker') }),
    ...more,
  },
})

export const ruleWith = (properties: object, more: Readonly<Record<string, Resource>> = {}): Template => ({
  Resources: {
    Rule: of('AWS::Events::Rule', { Targets: [{ Id: 'there', Arn: imported('There') }], ...properties }),
    ...more,
  },
})

/** A role's inline policy with the given statements. */
export const inline = (...Statement: readonly object[]) => ({
  Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
})
export const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})

/** A function and its role, with the given properties of the role and further resources. */
export const serving = (role: object, more: Readonly<Record<string, Resource>>): Template => ({
  Resources: { Worker: worker(), Role: plainRole(role), ...more },
})
