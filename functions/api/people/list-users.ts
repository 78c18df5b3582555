import { userOf } from '../../domain/people.ts'
import { route } from '../../platform/http.ts'
import { listUsers as usersIn } from '../../stores/people.ts'

export const listUsers = route('listUsers', async ({ query }) => {
  const { items, next_cursor } = await usersIn(query)
  return { items: items.map(userOf), next_cursor }
})
