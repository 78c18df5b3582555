import { REGION } from './aws-service.ts'
import type { Template } from './template.ts'

/** Services that a function reaches at the AWS port; the SDK looks for each by its own name, too. */
const NAMED_ENDPOINTS = ['BEDROCK_RUNTIME', 'COGNITO_IDENTITY_PROVIDER']

export interface EnvironmentOptions {
  readonly template: Template
  /** Origin of the AWS port. */
  readonly awsUrl: () => string
  /** Variables that this start sets for every function: another rate limit, or that there are demo accounts. */
  readonly overrides: Readonly<Record<string, string>>
}

/** Where and as whom a caller reaches the AWS port. @param accessKeyId names the caller */
export const awsVariables = (awsUrl: string, accessKeyId: string): Readonly<Record<string, string>> => ({
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL: awsUrl,
  ...Object.fromEntries(NAMED_ENDPOINTS.map((name) => [`AWS_ENDPOINT_URL_${name}`, awsUrl])),
  // The developer's own profile must not reach into a function.
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
})

/** The variables that the template gives a function, and those of this machine. */
const settingsOf = ({ template, overrides }: EnvironmentOptions, functionId: string): Record<string, string> => {
  const { Variables } = (template.resolve(template.resource(functionId).properties.Environment) ?? {}) as {
    readonly Variables?: Readonly<Record<string, unknown>>
  }
  const settings = Object.entries(Variables ?? {}).map(([name, value]) => [name, String(value)])
  return { ...Object.fromEntries(settings), ...overrides }
}

/** The whole environment of a function, its Lambda-given part aside. */
export const functionEnvironment = (
  options: EnvironmentOptions,
  functionId: string,
): Readonly<Record<string, string>> => ({
  ...settingsOf(options, functionId),
  ...awsVariables(options.awsUrl(), functionId),
})

/** Every setting that any function has; a name means the same wherever it is set. */
export const allSettings = (options: EnvironmentOptions): Readonly<Record<string, string>> => {
  const functions = options.template.resourcesOf('AWS::Lambda::Function')
  return Object.assign({}, ...functions.map(({ logicalId }) => settingsOf(options, logicalId)))
}
