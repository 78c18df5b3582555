/**
 * Makes somebody an admin who has signed up as a customer: `npm run make-admin -- ada@example.org
 * [--endpoint-url http://127.0.0.1:4566]`. The first admin of an installation has no other way in; their token says so at
 * its next refresh.
 */
import { parseArgs } from 'node:util'
import { Email } from '../functions/contracts/basics.ts'
import { reachTables } from './operator-tables.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'endpoint-url': { type: 'string' } },
})

try {
  const email = Email.safeParse(positionals[0])
  if (!email.success) throw new Error('please give the e-mail address that they signed up with')
  await reachTables(values['endpoint-url'])
  const { appoint } = await import('./first-admin.ts')
  console.log(await appoint(email.data))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
