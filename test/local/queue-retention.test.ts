import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, it, vi } from 'vitest'
import { startQueues } from '../../lib/local/queues.ts'
import { templateOf, temporaryFolder } from './emulated-aws.ts'
import { queueWithDeadLetters } from './small-template.ts'

const folder = temporaryFolder()
afterEach(() => {
  vi.useRealTimers()
  folder.remove()
})

it('goes on after a failed search for expired messages', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const failures: unknown[] = []
  const onFailure = (error: unknown) => failures.push(error)
  process.on('unhandledRejection', onFailure)
  const queues = await startQueues({
    template: templateOf({ Resources: queueWithDeadLetters('Work') }, () => 0),
    dataDir: folder.path,
  })
  const database = new DatabaseSync(join(folder.path, 'queues.sqlite'))
  database.exec('ALTER TABLE messages RENAME TO elsewhere')
  await vi.advanceTimersByTimeAsync(600_000)
  database.exec('ALTER TABLE elsewhere RENAME TO messages')
  database.close()
  await new Promise(setImmediate)

  expect(failures).toEqual([])
  await queues.send('Work', { body: 'still here' })
  expect(queues.depth('Work')).toMatchObject({ visible: 1 })
  await queues.close()
  process.off('unhandledRejection', onFailure)
})
