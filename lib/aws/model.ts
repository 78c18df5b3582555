/** The stack's region, which asks the model. */
const REGION = 'us-east-1'
/** Regions that the `us` inference profiles send requests to. */
const US_REGIONS = [REGION, 'us-east-2', 'us-west-2'] as const

/** Geographies whose inference profiles no request from our region may use. */
const FOREIGN_PROFILE = /^(?:us-gov|eu|apac|au|ca|jp)\./
const MODEL = /^[a-z0-9-]+\.[a-zA-Z0-9.:-]+$/
const PROVISIONED_MODEL = new RegExp(`^arn:aws:bedrock:${REGION}:\\d{12}:provisioned-model/[a-z0-9]+$`)

const foundationModel = (region: string, model: string): string =>
  `arn:aws:bedrock:${region}::foundation-model/${model}`

/** Whether functions can be given the right to ask the model of this id, by `modelResources`. */
export const isModelId = (modelId: string): boolean =>
  PROVISIONED_MODEL.test(modelId) || (MODEL.test(modelId) && !FOREIGN_PROFILE.test(modelId))

/**
 * What a role must be allowed `bedrock:InvokeModel` on, so that it may ask the model of this id. A profile is asked under
 * its own ARN, and answers under that of the foundation model in any of its regions; a `global` one names no region.
 *
 * @param modelId `us.<model>` or `global.<model>`, a foundation model's id, or the ARN of a provisioned model
 * @param account its number, or what stands for it in the template
 */
export const modelResources = (modelId: string, account: string): readonly string[] => {
  if (PROVISIONED_MODEL.test(modelId)) return [modelId]
  const profile = `arn:aws:bedrock:${REGION}:${account}:inference-profile/${modelId}`
  const [, geography, model = modelId] = /^(us|global)\.(.+)$/.exec(modelId) ?? []
  if (geography === 'us') return [profile, ...US_REGIONS.map((region) => foundationModel(region, model))]
  if (geography === 'global') return [profile, foundationModel(REGION, model), foundationModel('', model)]
  return [foundationModel(REGION, model)]
}
