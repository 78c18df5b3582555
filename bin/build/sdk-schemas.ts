import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

/**
 * What bundles hold of the SDK's schemas: those of the operations that functions call, with the errors that these
 * operations meet. Where an update of the SDK has none of what is left out here, the bundles do not build.
 */

/** Errors of operations that no function calls, by the client's package. */
const UNMET_ERRORS: Readonly<Record<string, readonly string[]>> = {
  // Those of tables, backups, restores, imports, exports, global tables and PartiQL.
  'client-dynamodb': [
    'BackupInUseException',
    'BackupNotFoundException',
    'ContinuousBackupsUnavailableException',
    'DuplicateItemException',
    'ExportConflictException',
    'ExportNotFoundException',
    'GlobalTableAlreadyExistsException',
    'GlobalTableNotFoundException',
    'ImportConflictException',
    'ImportNotFoundException',
    'IndexNotFoundException',
    'InvalidExportTimeException',
    'InvalidRestoreTimeException',
    'LimitExceededException',
    'PointInTimeRecoveryUnavailableException',
    'PolicyNotFoundException',
    'ReplicaAlreadyExistsException',
    'ReplicaNotFoundException',
    'ResourceInUseException',
    'TableAlreadyExistsException',
    'TableInUseException',
    'TableNotFoundException',
  ],
  // Those of streams, asynchronous jobs and models asked in their own format.
  'client-bedrock-runtime': ['ConflictException', 'ModelStreamErrorException', 'ServiceQuotaExceededException'],
  // Functions read secrets, and never write one.
  'client-secrets-manager': [
    'EncryptionFailure',
    'InvalidNextTokenException',
    'LimitExceededException',
    'MalformedPolicyDocumentException',
    'PreconditionNotMetException',
    'PublicPolicyException',
    'ResourceExistsException',
  ],
}

const packageOf = (path: string): string => path.match(/@aws-sdk\/(client-[^/]+)\//)?.[1] ?? ''

/** @throws Error if the source has no such part */
const replacePart = (source: string, part: string, by: string): string => {
  if (!source.includes(part)) throw new Error(`the SDK no longer says ${JSON.stringify(part)}`)
  return source.replaceAll(part, () => by)
}

/** A key in brackets might run code, for all that the bundler knows, which then keeps every schema that has one. */
const withLiteralKeys = (source: string): string => {
  const constants = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name = '', text = '']) => [name, text]),
  )
  return source.replaceAll(/\[(_\w+)\]:/g, (key, name: string) => {
    const text = constants.get(name)
    return text === undefined ? key : `${text}:`
  })
}

/** What a guardrail thought of a text has dozens of schemas, and reads the same as any JSON; no request asks for one. */
const withPlainGuardrails = (source: string): string =>
  replacePart(source, '[() => GuardrailTraceAssessment$, 0]', '15')

const schemasOf = (path: string): string => {
  const client = packageOf(path)
  const whole = withLiteralKeys(readFileSync(path, 'utf8'))
  const fitting = client === 'client-bedrock-runtime' ? withPlainGuardrails(whole) : whole
  return (UNMET_ERRORS[client] ?? []).reduce((source, error) => {
    const unimported = replacePart(source, ` ${error},`, '')
    return replacePart(unimported, `n0_registry.registerError(${error}$, ${error});`, '')
  }, fitting)
}

/**
 * The classes stay without their export: a function that imports one, to catch it, does not build. Should a service
 * answer one all the same, the SDK throws the service's base exception under the same name.
 */
const errorsOf = (path: string): string =>
  (UNMET_ERRORS[packageOf(path)] ?? []).reduce(
    (source, error) => replacePart(source, `export class ${error} `, `class ${error} `),
    readFileSync(path, 'utf8'),
  )

export const sdkSchemas: Plugin = {
  name: 'SDK schemas',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/\w+\.js$/ }, ({ path }) => ({
      contents: schemasOf(path),
    }))
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/models\/errors\.js$/ }, ({ path }) => ({
      contents: errorsOf(path),
    }))
  },
}
