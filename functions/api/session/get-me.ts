import { userOf } from '../../domain/people.ts'
import { route } from '../../platform/http.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { getUser } from '../../stores/people.ts'

export const getMe = route('getMe', async ({ caller }) => ({ user: userOf(await getUser(signedIn(caller).id)) }))
