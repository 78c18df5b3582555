import type { User } from '../../functions/contracts/people.ts'
import { adminApi } from './admin-api.ts'
import { deskApi, signedInAs } from './desk-api.ts'
import { anAdmin } from './desk-records.ts'
import type { Responders } from './mock-api.ts'
import { preparePages } from './page-fixture.ts'

/** For one file of tests: the console at one of its lists. */
export const prepareInbox = () => {
  const { open } = preparePages()
  const inbox = (path: string, given: Responders = {}, as: User = anAdmin, width = 1_440) =>
    open(`/console${path}`, deskApi(as.role === 'admin' ? { ...adminApi, ...given } : given), {
      width,
      before: (page) => signedInAs(page, as),
    })
  return { open, inbox }
}
