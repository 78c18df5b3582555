import { userOf } from '../../domain/people.ts'
import { listUsers as usersIn } from '../../stores/people.ts'
import { route } from '../pipeline/http.ts'

export const listUsers = route('listUsers', async ({ query }) => {
  const { items, next_cursor } = await usersIn(query)
  return { items: items.map(userOf), next_cursor }
})
