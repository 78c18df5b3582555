import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'aws-cdk-lib'
import { plimsollApp } from '../../bin/app.ts'

export interface Resource {
  readonly Type: string
  readonly Properties: Record<string, unknown>
  readonly Metadata?: Record<string, unknown>
  readonly DeletionPolicy?: string
}

export interface OwnTemplate {
  readonly app: App
  readonly text: string
  readonly resources: Readonly<Record<string, Resource>>
  /** Resources of a type, by logical id. */
  of(type: string): ReadonlyArray<readonly [string, Resource]>
  /** The statements of all resource policies of a type, such as `AWS::S3::BucketPolicy`. */
  statementsOf(type: string): readonly unknown[]
}

/**
 * Synthesises our stack as `npm run synth` does, without its validation.
 *
 * @param chosen settings of the installation, such as `plimsoll:stage`
 */
export const synthesiseOwnTemplate = (chosen: Readonly<Record<string, string>> = {}): OwnTemplate => {
  process.env.CDK_VALIDATION = 'false'
  const app = plimsollApp(mkdtempSync(join(tmpdir(), 'plimsoll-stack-')), chosen)
  const [stack] = app.synth().stacks
  const text = readFileSync(stack?.templateFullPath ?? '', 'utf8')
  const resources: Record<string, Resource> = JSON.parse(text).Resources
  const of: OwnTemplate['of'] = (type) => Object.entries(resources).filter(([, { Type }]) => Type === type)
  return {
    app,
    text,
    resources,
    of,
    statementsOf: (type) =>
      of(type).flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: unknown[] }).Statement),
  }
}
