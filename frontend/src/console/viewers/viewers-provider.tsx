import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { ServerMessage } from '../../../../functions/contracts/socket.ts'
import { isText, objectOf } from '../../api/shape.ts'
import { useLiveMessages, useLiveState } from '../../api/use-live.tsx'
import { useMe } from '../me.ts'
import { openViewers, ViewersContext, viewersIn } from './viewers.ts'

const isGivenTo = objectOf<{ readonly assignee_id: string }>({ assignee_id: isText })

/** Keeps who has which ticket open, from what the socket tells. */
export const ViewersProvider = ({ children }: { readonly children: ReactNode }) => {
  const me = useMe()
  const state = useLiveState()
  const [viewers] = useState(openViewers)
  const { take, forget, forgetAll } = viewers

  useLiveMessages(
    useCallback(
      (message: ServerMessage) => {
        const { event, data, ticket_id } = message
        if (ticket_id === undefined) return
        if (event === 'viewers') take(ticket_id, viewersIn(message))
        const isMine = isGivenTo(data) && data.assignee_id === me.id
        // Of a ticket that is somebody else's now, an agent is told nothing more.
        if (event === 'ticket_assigned' && me.role !== 'admin' && !isMine) forget(ticket_id)
      },
      [me.id, me.role, take, forget],
    ),
  )
  useEffect(() => {
    // Who leaves meanwhile is not told.
    if (state === 'offline') forgetAll()
  }, [state, forgetAll])
  useEffect(() => forgetAll, [forgetAll])

  return <ViewersContext value={viewers}>{children}</ViewersContext>
}
