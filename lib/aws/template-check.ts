import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, CfnResource, CloudFormationValidatePlugin, Stack, Validations } from 'aws-cdk-lib'
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import type { IConstruct } from 'constructs'
import { isRecord, parseJson, recordOf } from './json-record.ts'
import type { Fault } from './template-lint/template.ts'
import { lintTemplate } from './template-lint.ts'

/** CloudFormation's hard limit. */
const MAX_RESOURCES = 500
/** The template is valid for any account, but the validator requires one. */
const ANY_ACCOUNT = '123456789012'

/**
 * Every finding on a template by CloudFormation's own validator, with its warnings, by cdk-nag, and by our lint.
 *
 * @param text any template, as JSON
 * @param own our app: acknowledgements of its constructs apply to resources of the same logical id
 * @param scratch an empty folder to work in
 */
export const checkTemplate = async (text: string, own: App, scratch: string): Promise<readonly Fault<string>[]> => {
  const document = parseJson(text)
  if (!isRecord(document) || !('Resources' in document)) {
    return [{ id: 'Template', rule: 'json', says: 'it is no JSON with resources' }]
  }
  const file = join(scratch, 'checked.template.json')
  writeFileSync(file, text)
  const faults = [...sizeFaults(document.Resources), ...validatorFaults(file, own), ...(await lintTemplate(document))]
  return [...faults, ...nagFaults(file, acknowledgementsOf(own), scratch, faults.length > 0)]
}

const sizeFaults = (resources: unknown): readonly Fault<string>[] => {
  const count = Object.keys(recordOf(resources)).length
  return count <= MAX_RESOURCES
    ? []
    : [{ id: 'Template', rule: 'resources', says: `has ${count} resources, ${MAX_RESOURCES} are allowed` }]
}

/** Shared, since starting its engine takes a second. */
const validator = new CloudFormationValidatePlugin()

/** CloudFormation's own rules, in strict mode: a warning is a finding. */
const validatorFaults = (templatePath: string, appConstruct: App): readonly Fault<string>[] =>
  validator
    .validate({
      appConstruct,
      templatePaths: [templatePath],
      stackTemplates: [{ stackConstructPath: 'Plimsoll', templatePath, region: 'us-east-1', accountId: ANY_ACCOUNT }],
    })
    .violations.filter(({ severity }) => severity === 'error' || severity === 'warning')
    .flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ resourceLogicalId }) => ({
        id: resourceLogicalId ?? 'Template',
        rule: ruleName,
        says: description,
      })),
    )

/** Rules that a construct or one of its parents acknowledges, by the logical id of each resource in it. */
const acknowledgementsOf = (app: App): ReadonlyMap<string, readonly string[]> => {
  const resources = app.node.findAll().filter((construct) => CfnResource.isCfnResource(construct))
  return new Map(
    resources.map((resource) => [
      String(Stack.of(resource).resolve(resource.logicalId)),
      resource.node.scopes.flatMap(acknowledgedAt).map((id) => id.replace(/^annotation::/i, '')),
    ]),
  )
}

const acknowledgedAt = ({ node }: IConstruct): readonly string[] =>
  node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(recordOf(data)))

/** @param isFaulty whether there are other findings, which may explain why the template cannot be read */
const nagFaults = (
  templateFile: string,
  acknowledged: ReadonlyMap<string, readonly string[]>,
  scratch: string,
  isFaulty: boolean,
): readonly Fault<string>[] => {
  const outdir = join(scratch, 'nag')
  mkdirSync(outdir)
  const stack = new Stack(new App({ outdir, analyticsReporting: false }), 'Checked', { env: { region: 'us-east-1' } })
  try {
    new CfnInclude(stack, 'Template', { templateFile })
  } catch (error) {
    if (isFaulty) return []
    return [{ id: 'Template', rule: 'unreadable', says: error instanceof Error ? error.message : String(error) }]
  }
  return [new AwsSolutionsChecks(), new ServerlessChecks()].flatMap((pack) =>
    pack.validateScope(stack).violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources
        .map(({ constructPath }) => constructPath?.split('/').at(-1) ?? 'Template')
        .filter((id) => !acknowledged.get(id)?.includes(ruleName))
        .map((id) => ({ id, rule: ruleName, says: description })),
    ),
  )
}
