/**
 * Makes a user who has signed up as a customer an admin:
 * `npm run make-admin -- ada@example.org [--stage production | --endpoint-url http://127.0.0.1:4566]`.
 *
 * This is the only way to make an installation's first admin; their token has the role from its next refresh.
 *
 * Anybody may sign up with somebody else's address, so the command shows the user and, at a terminal, asks first.
 */
import { Email } from '../functions/contracts/basics.ts'
import { confirm } from './operator/confirm.ts'
import { reachTables, readOrder } from './operator/order.ts'
import { runMain } from './program/run-main.ts'

const isMeant = async (who: string): Promise<boolean> => {
  console.log(who)
  return !process.stdin.isTTY || confirm('Make them an admin?', process.stdin, process.stdout)
}

await runMain(async () => {
  const order = readOrder()
  const email = Email.safeParse(order.subject)
  if (!email.success) throw new Error('please give the e-mail address that they signed up with')
  await reachTables(order)
  const { appoint } = await import('./operator/first-admin.ts')
  console.log(await appoint(email.data, isMeant))
})
