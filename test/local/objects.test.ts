import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Objects, startObjects } from '../../lib/local/objects.ts'
import { newDataDir, type OneService, removeDataDir, serve } from './one-service.ts'

let dataDir: string
let objects: Objects
let service: OneService

const open = async () => {
  objects = await startObjects({ dataDir, buckets: ['site'] })
  service = await serve('s3', objects)
}

beforeEach(async () => {
  dataDir = newDataDir()
  await open()
})

afterEach(async () => {
  await service.close()
  removeDataDir(dataDir)
})

const authorization = 'AWS4-HMAC-SHA256 Credential=SomeFunction/20260301/us-east-1/s3/aws4_request, SignedHeaders=host'

const call = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  fetch(`${service.url}${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body !== undefined && { body }),
  })

it('keeps an object with its type over a restart, whatever its key looks like', async () => {
  await call('PUT', '/site/..%2F..%2Fetc/p%C3%A4ss%20wd', 'hello', { 'content-type': 'text/html' })
  await service.close()
  await open()
  const found = await call('GET', '/site/..%2F..%2Fetc/p%C3%A4ss%20wd')
  expect(await found.text()).toBe('hello')
  expect(found.headers.get('content-type')).toBe('text/html')
  expect(found.headers.get('etag')).toBe('"5d41402abc4b2a76b9719d911017c592"')
  const head = await call('HEAD', '/site/..%2F..%2Fetc/p%C3%A4ss%20wd')
  expect([head.status, await head.text()]).toEqual([200, ''])
})

it('unwraps an upload that came in chunks', async () => {
  const chunked = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'
  await call('PUT', '/site/greeting', chunked, { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' })
  expect(await (await call('GET', '/site/greeting')).text()).toBe('hello world')
})

it('lists by prefix, page by page', async () => {
  for (const key of ['a/1', 'a/2', 'a/3', 'b/1']) await call('PUT', `/site/${key}`, 'x')
  const first = await (await call('GET', '/site?list-type=2&prefix=a/&max-keys=2')).text()
  expect(first.match(/(?<=<Key>)[^<]+/g)).toEqual(['a/1', 'a/2'])
  const token = /<NextContinuationToken>([^<]+)/.exec(first)?.[1]
  const second = await (await call('GET', `/site?list-type=2&prefix=a/&continuation-token=${token}`)).text()
  expect(second.match(/(?<=<Key>)[^<]+/g)).toEqual(['a/3'])
  expect(second).toContain('<IsTruncated>false</IsTruncated>')
})

it('forgets a deleted object, and knows no other buckets', async () => {
  await call('PUT', '/site/a', 'x')
  expect((await call('DELETE', '/site/a')).status).toBe(204)
  expect(await (await call('GET', '/site/a')).text()).toContain('<Code>NoSuchKey</Code>')
  expect(await (await call('PUT', '/other/a', 'x')).text()).toContain('<Code>NoSuchBucket</Code>')
})

it('needs the right for the object, or for the bucket when listing', async () => {
  await call('PUT', '/site/a', 'x')
  await call('HEAD', '/site/a')
  await call('GET', '/site?list-type=2')
  expect(service.rights).toEqual([
    { action: 's3:PutObject', resource: 'arn:aws:s3:::site/a' },
    { action: 's3:GetObject', resource: 'arn:aws:s3:::site/a' },
    { action: 's3:ListBucket', resource: 'arn:aws:s3:::site' },
  ])
})

it('refuses what it does not emulate rather than doing part of it', async () => {
  expect((await call('GET', '/site/a?versionId=1')).status).toBe(501)
  expect((await call('PUT', '/site/a', 'x', { 'x-amz-copy-source': '/site/b' })).status).toBe(501)
})
