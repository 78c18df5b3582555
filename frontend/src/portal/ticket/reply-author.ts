import { useSession } from '../../api/session.ts'
import type { TrackingHeaders } from './tracking-token.ts'

/** The owner of a reply draft: the tracking link, if there is one, whoever is signed in; else the signed-in person. */
export const useReplyAuthor = (headers: TrackingHeaders): string => {
  const session = useSession()
  const byLink = Object.keys(headers).length > 0
  return byLink ? 'guest' : (session?.user.id ?? 'guest')
}
