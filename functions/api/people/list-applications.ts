import { listApplications as allApplications, listOwnApplications } from '../../stores/applications.ts'
import { getUser } from '../../stores/people.ts'
import { type ApiRequest, route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** For an admin all applications, for a customer their own. */
const list = async ({ caller, query }: Pick<ApiRequest<'listApplications'>, 'caller' | 'query'>) => {
  const { id, role } = signedIn(caller)
  return role === 'admin' ? allApplications(query) : listOwnApplications(await getUser(id), query)
}

export const listApplications = route('listApplications', list)

export const listModRequests = route('listModRequests', list)
