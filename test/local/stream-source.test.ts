import { afterEach, expect, it } from 'vitest'
import { type StreamSourceOptions, startStreamSource } from '../../lib/local/event-sources/stream-source.ts'
import { FunctionFailedError } from '../../lib/local/functions.ts'
import type { StreamRecord } from '../../lib/local/tables/streams.ts'

const record: StreamRecord = {
  ...{ eventID: '1', eventName: 'INSERT' },
  dynamodb: {
    ...{ ApproximateCreationDateTime: Date.now() / 1000, Keys: { pk: { S: 'a' } } },
    ...{ SequenceNumber: '1', SizeBytes: 1, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  },
}

let close: () => Promise<void>
let reported: string[]
afterEach(() => close())

const start = ({
  readStream,
  invoke,
}: {
  readStream: () => Promise<StreamRecord[]>
  invoke: () => Promise<unknown>
}) => {
  reported = []
  let position = ''
  const options: StreamSourceOptions = {
    ...{ streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Rows/stream/now', tableName: 'Rows' },
    ...{ functionId: 'OnRow', functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:OnRow' },
    ...{ filters: [], batchSize: 1, windowSeconds: 0, parallelization: 1, bisects: false, reportsFailures: false },
    ...{ maxRetries: 2, maxAgeSeconds: Number.POSITIVE_INFINITY },
    giveUp: async () => {},
    checkpoint: {
      isNew: () => false,
      position: () => position,
      move: (sequenceNumber) => {
        position = sequenceNumber
      },
    },
    tables: { readStream, onWrite: () => () => {} },
    functions: { invokeInBackground: invoke },
    report: (line) => void reported.push(line),
  }
  close = startStreamSource(options).close
  return { position: () => position }
}

it('reports a stream that cannot be read once, and anew after it could be read', async () => {
  let reads = 0
  start({
    readStream: async () => {
      reads += 1
      if (reads !== 3) throw new Error(`read ${reads} failed`)
      return [record]
    },
    invoke: async () => ({}),
  })
  await expect.poll(() => reads).toBe(5)

  expect(reported).toEqual([expect.stringContaining('read 1 failed'), expect.stringContaining('read 4 failed')])
})

it('reports once what fails beside the function, and anew after an event was handled', async () => {
  let calls = 0
  start({
    readStream: async () => [record],
    invoke: async () => {
      calls += 1
      if (calls !== 3) throw new Error(`call ${calls} failed`)
      return {}
    },
  })
  await expect.poll(() => calls).toBe(5)

  expect(reported).toEqual([expect.stringContaining('call 1 failed'), expect.stringContaining('call 4 failed')])
})

it('leaves the report of a failed function to its host', async () => {
  const { position } = start({
    readStream: async () => [record],
    invoke: async () => {
      throw new FunctionFailedError('OnRow', { errorType: 'Error', errorMessage: 'no', trace: [] })
    },
  })
  await expect.poll(position).toBe('1')

  expect(reported).toEqual([])
})
