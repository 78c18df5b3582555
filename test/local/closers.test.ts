import { expect, it } from 'vitest'
import { newClosers } from '../../lib/local/host/closers.ts'

it('closes the newest first, and each thing once', async () => {
  const closed: string[] = []
  const closers = newClosers()
  for (const name of ['data', 'tables', 'port']) closers.add(() => closed.push(name))
  await closers.run()
  await closers.run()
  expect(closed).toEqual(['port', 'tables', 'data'])
})

it('closes the rest when one thing cannot be closed, and says so', async () => {
  const closed: string[] = []
  const closers = newClosers()
  closers.add(() => closed.push('data'))
  closers.add(async () => {
    throw new Error('the table database does not end')
  })
  closers.add(() => closed.push('port'))
  await expect(closers.run()).rejects.toThrow('the table database does not end')
  expect(closed).toEqual(['port', 'data'])
})
