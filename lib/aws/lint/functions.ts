import { type Fault, list, type Rule, record, referencesIn, type TemplateResource, targetOf } from './template.ts'

/** Names that Lambda sets itself and refuses in a configuration (AWS Lambda developer guide, environment variables). */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
])
/** Bytes of names and values together. */
const MAX_ENVIRONMENT = 4096

const variablesOf = ({ properties }: TemplateResource) => record(record(properties.Environment).Variables)

/** Whether a function is one of ours, not a helper that the CDK brings. */
export const isOurs = ({ metadata }: TemplateResource): boolean => typeof metadata['local:bundle'] === 'string'

export const environments: Rule = (template) =>
  template.of('Lambda::Function').flatMap((fn): Fault[] => {
    const variables = variablesOf(fn)
    const bytes = Object.entries(variables)
      // A reference is resolved to some name or ARN, and 60 bytes is a short one.
      .map(([name, value]) => name.length + (typeof value === 'string' ? Buffer.byteLength(value) : 60))
      .reduce((sum, length) => sum + length, 0)
    return [
      ...Object.keys(variables)
        .filter((name) => RESERVED.has(name))
        .map((name) => ({ id: fn.id, rule: 'reserved-environment', says: `${name} is set by Lambda itself` })),
      ...Object.keys(variables)
        .filter((name) => !/^[A-Za-z]\w+$/.test(name) && !RESERVED.has(name))
        .map((name) => ({ id: fn.id, rule: 'environment-name', says: `${name} is no name of a variable` })),
      ...(bytes > MAX_ENVIRONMENT
        ? [
            {
              id: fn.id,
              rule: 'environment-size',
              says: `its environment has ${bytes} bytes, ${MAX_ENVIRONMENT} are allowed`,
            },
          ]
        : []),
    ]
  })

/** Our functions say how they are built and run: the choices of architecture.md in one place. */
export const runtimes: Rule = (template) =>
  template
    .of('Lambda::Function')
    .filter(isOurs)
    .flatMap((fn): Fault[] => {
      const { Runtime, Architectures, Handler, Role, LoggingConfig } = fn.properties
      const role = targetOf(Role)
      const sharers = template.of('Lambda::Function').filter(({ properties }) => targetOf(properties.Role) === role)
      const logGroup = template.byId(targetOf(record(LoggingConfig).LogGroup) ?? '')
      return [
        ...(Runtime === 'nodejs24.x' && list(Architectures).includes('arm64') && Handler === 'index.handler'
          ? []
          : [{ id: fn.id, rule: 'runtime', says: 'runs index.handler on nodejs24.x and arm64' }]),
        ...(sharers.length === 1 ? [] : [{ id: fn.id, rule: 'own-role', says: 'shares its role, or has none' }]),
        ...(list(template.byId(role ?? '')?.properties.ManagedPolicyArns).length === 0
          ? []
          : [{ id: fn.id, rule: 'managed-policy', says: 'its role takes a policy that others write' }]),
        ...(logGroup?.properties.RetentionInDays === undefined
          ? [{ id: fn.id, rule: 'log-retention', says: 'its log is kept for ever' }]
          : []),
      ]
    })

/** A queue's message comes back only when its consumer has surely ended: six times its time-out, as AWS advises. */
export const eventSources: Rule = (template) =>
  template.of('Lambda::EventSourceMapping').flatMap((mapping): Fault[] => {
    const { properties, id } = mapping
    const queue = template.byId(targetOf(properties.EventSourceArn) ?? '')
    const fn = template.byId(targetOf(properties.FunctionName) ?? '')
    const faults: Fault[] = []
    const fault = (rule: string, says: string) => faults.push({ id, rule, says })
    if (!fn) fault('mapping-function', 'calls no function of this template')
    if (!list(properties.FunctionResponseTypes).includes('ReportBatchItemFailures')) {
      fault('partial-failures', 'one bad message would fail its whole batch: ReportBatchItemFailures is missing')
    }
    const batch = Number(properties.BatchSize ?? 10)
    if (queue?.type === 'AWS::SQS::Queue') {
      if (batch > 10 && !Number(properties.MaximumBatchingWindowInSeconds ?? 0)) {
        fault('batch-window', `a batch of ${batch} needs a window of at least a second`)
      }
      const timeout = Number(fn?.properties.Timeout ?? 3)
      const visibility = Number(queue.properties.VisibilityTimeout ?? 30)
      if (visibility < 6 * timeout) {
        fault(
          'visibility',
          `${queue.id} hides messages ${visibility} s, less than six times the ${timeout} s of ${fn?.id}`,
        )
      }
      return faults
    }
    if (!properties.StartingPosition) fault('starting-position', 'reads a stream from nowhere')
    if (!(Number(properties.MaximumRetryAttempts ?? -1) >= 0))
      fault('stream-retries', 'one bad record would stop its shard for a day')
    if (properties.BisectBatchOnFunctionError !== true) fault('stream-bisect', 'a failed batch is not split')
    if (!targetOf(properties.DestinationConfig)) fault('stream-destination', 'what failed for good is lost')
    const filters = list(record(properties.FilterCriteria).Filters)
    if (filters.length === 0) fault('stream-filter', 'wakes its function at every write, of whatever row')
    for (const filter of filters) {
      if (!isJson(record(filter).Pattern)) fault('filter', 'its filter is no JSON')
    }
    return faults
  })

const isJson = (text: unknown): boolean => {
  try {
    return typeof JSON.parse(String(text)) === 'object'
  } catch {
    return false
  }
}

/** A queue keeps what fails: by its redrive policy, unless it is where failures go. */
export const deadLetters: Rule = (template) => {
  const destinations = new Set([
    ...template.of('SQS::Queue').flatMap(({ properties }) => referencesIn(properties.RedrivePolicy)),
    ...template
      .of('Lambda::EventSourceMapping')
      .flatMap(({ properties }) => referencesIn(properties.DestinationConfig)),
    ...template.of('Lambda::Function').flatMap(({ properties }) => referencesIn(properties.DeadLetterConfig)),
  ])
  return template.of('SQS::Queue').flatMap(({ id, properties }): Fault[] => {
    if (destinations.has(id)) {
      return Number(properties.MessageRetentionPeriod ?? 345_600) === 1_209_600
        ? []
        : [{ id, rule: 'dead-letter-retention', says: 'keeps failures less than 14 days' }]
    }
    const receives = Number(record(properties.RedrivePolicy).maxReceiveCount ?? 0)
    return receives >= 2 && receives <= 10
      ? []
      : [
          {
            id,
            rule: 'redrive',
            says: 'sets nothing aside after a few deliveries: no dead letters, or a strange count',
          },
        ]
  })
}
