import { useSession } from '../api/session.ts'
import type { TrackingHeaders } from './ticket-page.tsx'

/** Whose draft a reply is: a tracking link's, whoever follows it and signs in or out meanwhile; else the person's. */
export const useReplyAuthor = (headers: TrackingHeaders): string => {
  const session = useSession()
  const byLink = Object.keys(headers).length > 0
  return byLink ? 'guest' : (session?.user.id ?? 'guest')
}
