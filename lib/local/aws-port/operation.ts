/** How a service without `X-Amz-Target` names its operations: by method and path. */
interface RestOperation {
  readonly method: string
  readonly path: RegExp
  readonly operation: string
}

const REST_OPERATIONS: Readonly<Record<string, readonly RestOperation[]>> = {
  bedrock: [
    { method: 'POST', path: /^\/model\/[^/]+\/converse$/, operation: 'Converse' },
    { method: 'POST', path: /^\/model\/[^/]+\/converse-stream$/, operation: 'ConverseStream' },
    { method: 'POST', path: /^\/model\/[^/]+\/invoke$/, operation: 'InvokeModel' },
  ],
  'execute-api': [
    { method: 'POST', path: /\/@connections\/[^/]+$/, operation: 'PostToConnection' },
    { method: 'GET', path: /\/@connections\/[^/]+$/, operation: 'GetConnection' },
    { method: 'DELETE', path: /\/@connections\/[^/]+$/, operation: 'DeleteConnection' },
  ],
  s3: [
    { method: 'GET', path: /^\/$/, operation: 'ListBuckets' },
    { method: 'GET', path: /^\/[^/]+\/?$/, operation: 'ListObjectsV2' },
    { method: 'HEAD', path: /^\/[^/]+\/?$/, operation: 'HeadBucket' },
    { method: 'GET', path: /^\/[^/]+\/.+$/, operation: 'GetObject' },
    { method: 'HEAD', path: /^\/[^/]+\/.+$/, operation: 'HeadObject' },
    { method: 'PUT', path: /^\/[^/]+\/.+$/, operation: 'PutObject' },
    { method: 'DELETE', path: /^\/[^/]+\/.+$/, operation: 'DeleteObject' },
  ],
  ses: [{ method: 'POST', path: /^\/v2\/email\/outbound-emails$/, operation: 'SendEmail' }],
}

/**
 * The operation of a call: the part of `X-Amz-Target` after its last dot or, without that header, the operation that
 * the service has for this method and path.
 *
 * @param path without the query
 * @returns undefined for an unknown operation
 */
export const operationOf = (
  service: string,
  target: string | undefined,
  method: string,
  path: string,
): string | undefined => {
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1)
  return REST_OPERATIONS[service]?.find((known) => known.method === method && known.path.test(path))?.operation
}

/** Service name and access key id of a SigV4 `Authorization` header; undefined without one. */
export const signatureOf = (
  authorization: string | undefined,
): { readonly caller: string; readonly service: string } | undefined => {
  const [, caller, service] = /Credential=([^/,]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(authorization ?? '') ?? []
  return caller === undefined || service === undefined ? undefined : { caller, service }
}
