import { useCallback, useEffect, useRef, useState } from 'react'
import type { ServerMessage } from '../../../../functions/contracts/socket.ts'
import { useLive, useLiveMessages, useLiveState } from '../../api/use-live.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useMe } from '../me.ts'
import styles from './composer.module.css'

/** `typing` is sent at most this often. */
const TYPING_EVERY_MS = 3_000
/** Somebody who has sent no `typing` for this long has stopped. */
const TYPING_ENDS_MS = 8_000
/** `viewing` is sent this often while the ticket is on screen. */
const VIEWING_EVERY_MS = 30_000

interface Viewer {
  readonly id: string
  readonly name: string
  readonly state: 'viewing' | 'typing'
}

const isViewer = (value: unknown): value is Viewer =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'name' in value &&
  typeof value.name === 'string'

const viewersOf = ({ data }: ServerMessage): readonly Viewer[] => {
  const list = typeof data === 'object' && data !== null && 'viewers' in data ? data.viewers : []
  return Array.isArray(list) ? list.filter(isViewer) : []
}

/** Tells the other viewers, at intervals, that this person is writing. */
export const useTypingSignal = (ticket_id: string) => {
  const live = useLive()
  const last = useRef(0)
  return () => {
    const now = Date.now()
    if (now - last.current < TYPING_EVERY_MS) return
    last.current = now
    live?.say({ action: 'typing', ticket_id })
  }
}

/** Who else has the ticket open: a quiet line for readers, an amber one for writers, right above the composer. */
export const CollisionLine = ({ ticketId: ticket_id }: { readonly ticketId: string }) => {
  const { composer } = useDeskText()
  const others = useOthers(ticket_id)
  const writers = others.filter(({ state }) => state === 'typing')
  const readers = others.filter(({ state }) => state !== 'typing')
  const names = (people: readonly Viewer[]) => people.map(({ name }) => name).join(', ')
  return (
    <div className={styles.collision} role="status">
      {writers.length > 0 && <p data-grade="typing">{composer.typing(names(writers))}</p>}
      {readers.length > 0 && <p>{composer.viewing(names(readers))}</p>}
    </div>
  )
}

const useOthers = (ticket_id: string): readonly Viewer[] => {
  const live = useLive()
  const state = useLiveState()
  const me = useMe()
  const [viewers, setViewers] = useState<readonly Viewer[]>([])

  useLiveMessages(
    useCallback(
      (message) => {
        if (message.event === 'viewers' && message.ticket_id === ticket_id) setViewers(viewersOf(message))
      },
      [ticket_id],
    ),
  )
  useEffect(() => {
    if (state !== 'online') return
    const say = () => live?.say({ action: 'viewing', ticket_id })
    say()
    const timer = setInterval(say, VIEWING_EVERY_MS)
    return () => clearInterval(timer)
  }, [live, state, ticket_id])
  useEffect(() => {
    if (!viewers.some((viewer) => viewer.state === 'typing')) return
    const timer = setTimeout(
      () => setViewers((before) => before.map((viewer) => ({ ...viewer, state: 'viewing' }))),
      TYPING_ENDS_MS,
    )
    return () => clearTimeout(timer)
  }, [viewers])

  return viewers.filter(({ id }) => id !== me.id)
}
