import { REGION } from '../aws-service.ts'
import type { Template } from '../template.ts'

/** Services for which the SDK also reads an endpoint variable of their own. */
const NAMED_ENDPOINTS = ['BEDROCK_RUNTIME', 'COGNITO_IDENTITY_PROVIDER']

export interface EnvironmentOptions {
  readonly template: Template
  /** Origin of the AWS port. */
  readonly awsUrl: () => string
  /** Variables that this run sets for every function, such as another rate limit or the presence of demo accounts. */
  readonly overrides: Readonly<Record<string, string>>
}

/** Address and credentials by which a caller reaches the AWS port. @param accessKeyId names the caller */
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

/** The environment of a function, apart from what Lambda itself sets. */
export const functionEnvironment = (
  options: EnvironmentOptions,
  functionId: string,
): Readonly<Record<string, string>> => ({
  ...settingsOf(options, functionId),
  ...awsVariables(options.awsUrl(), functionId),
})

/** The settings of all functions together; a name has the same meaning in each. */
export const allSettings = (options: EnvironmentOptions): Readonly<Record<string, string>> => {
  const functions = options.template.resourcesOf('AWS::Lambda::Function')
  return Object.assign({}, ...functions.map(({ logicalId }) => settingsOf(options, logicalId)))
}
