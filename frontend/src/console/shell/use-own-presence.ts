import { useCallback, useEffect } from 'react'
import type { ServerMessage } from '../../../../functions/contracts/socket.ts'
import { call } from '../../api/call.ts'
import { keepUser } from '../../api/session.ts'
import { useLiveMessages, useLiveState } from '../../api/use-live.tsx'
import { useMe } from '../me.ts'

/** If this read fails, the presence on screen stays; the next change or connection reads again. */
export const readMe = (): Promise<void> =>
  call('getMe').then(
    ({ user }) => keepUser(user),
    () => undefined,
  )

const tellsOf = ({ event, data }: ServerMessage, user_id: string): boolean =>
  event === 'user_status_changed' &&
  typeof data === 'object' &&
  data !== null &&
  'user_id' in data &&
  data.user_id === user_id

/**
 * Keeps the person's own presence up to date. The host changes it too, when the socket returns after an absence, and
 * another tab or device may set it.
 */
export const useOwnPresence = (): void => {
  const { id } = useMe()
  const isOnline = useLiveState() === 'online'
  useEffect(() => {
    if (isOnline) void readMe()
  }, [isOnline])
  useLiveMessages(
    useCallback(
      (message) => {
        if (tellsOf(message, id)) void readMe()
      },
      [id],
    ),
  )
}
