/** The stack's region, from which the model is called. */
const REGION = 'us-east-1'
/** Regions that the `us` inference profiles send requests to. */
const US_REGIONS = [REGION, 'us-east-2', 'us-west-2'] as const

/** Inference profiles of other geographies, which cannot be called from our region. */
const FOREIGN_PROFILE = /^(?:us-gov|eu|apac|au|ca|jp)\./
const MODEL = /^[a-z0-9-]+\.[a-zA-Z0-9.:-]+$/
const PROVISIONED_MODEL = new RegExp(`^arn:aws:bedrock:${REGION}:\\d{12}:provisioned-model/[a-z0-9]+$`)

const foundationModel = (region: string, model: string): string =>
  `arn:aws:bedrock:${region}::foundation-model/${model}`

/** Whether `modelResources` can name the resources of this model id. */
export const isModelId = (modelId: string): boolean =>
  PROVISIONED_MODEL.test(modelId) || (MODEL.test(modelId) && !FOREIGN_PROFILE.test(modelId))

/**
 * The resources on which a role needs `bedrock:InvokeModel` to call a model. Calling an inference profile needs its own
 * ARN and the ARN of the foundation model in each of its regions; for a `global` profile one of these ARNs has no
 * region.
 *
 * @param modelId `us.<model>` or `global.<model>`, a foundation model's id, or the ARN of a provisioned model
 * @param account the account's number, or the template's reference to it
 */
export const modelResources = (modelId: string, account: string): readonly string[] => {
  if (PROVISIONED_MODEL.test(modelId)) return [modelId]
  const profile = `arn:aws:bedrock:${REGION}:${account}:inference-profile/${modelId}`
  const [, geography, model = modelId] = /^(us|global)\.(.+)$/.exec(modelId) ?? []
  if (geography === 'us') return [profile, ...US_REGIONS.map((region) => foundationModel(region, model))]
  if (geography === 'global') return [profile, foundationModel(REGION, model), foundationModel('', model)]
  return [foundationModel(REGION, model)]
}
