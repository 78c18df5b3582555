import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAwsPort } from '../../lib/local/aws-port.ts'
import type { AwsService, NeededRight } from '../../lib/local/aws-service.ts'
import type { Permissions } from '../../lib/local/permissions.ts'

/** A function that may do everything, so that a test sees which rights its calls need. */
export const CALLER = 'SomeFunction'

export interface OneService {
  readonly url: string
  /** Settings of an SDK client that calls the service, once per call. */
  readonly client: {
    readonly region: string
    readonly endpoint: string
    readonly maxAttempts: number
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  }
  /** Rights that were needed so far. */
  readonly rights: readonly NeededRight[]
  close(): Promise<void>
}

/** Serves one service on the real AWS port. */
export const serve = async (
  name: string,
  service: AwsService,
  plain?: (path: string) => { readonly body: string | Buffer } | undefined,
): Promise<OneService> => {
  const rights: NeededRight[] = []
  const recording: AwsService = {
    ...service,
    rights: (call) => {
      const needed = service.rights(call)
      rights.push(...needed)
      return needed
    },
  }
  const permissions: Permissions = {
    isAllowed: () => true,
    isRoleAllowed: () => true,
    mayInvoke: () => true,
    maySend: () => true,
    roleNameOf: () => 'SomeRole',
    deny: () => {},
    denials: () => [],
    allowedCalls: () => [],
  }
  const port = await startAwsPort({
    port: 0,
    services: { [name]: recording },
    permissions,
    report: (line) => console.error(line),
    plain: (request, response) => {
      const document = plain?.(request.url ?? '')
      if (document) response.end(document.body)
      return document !== undefined
    },
  })
  const url = `http://127.0.0.1:${port.port}`
  const credentials = { accessKeyId: CALLER, secretAccessKey: 'secret' }
  return {
    url,
    client: { region: 'us-east-1', endpoint: url, maxAttempts: 1, credentials },
    rights,
    close: async () => {
      await service.close()
      await port.close()
    },
  }
}

/** A data directory of its own for each use. */
export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'plimsoll-test-'))

export const removeDataDir = (dataDir: string): void => rmSync(dataDir, { recursive: true, force: true })
