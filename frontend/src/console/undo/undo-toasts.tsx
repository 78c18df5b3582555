import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Toast } from 'radix-ui'
import { type ReactNode, useCallback, useRef, useState, useSyncExternalStore } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { mayPassLater } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { Button, onFirstClick } from '../../design/button.tsx'
import { KeyHint } from '../../design/key-hint.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { messageOf, useWords } from '../../text/use-words.ts'
import { useKeys } from '../keyboard.ts'
import { isSame } from '../same.ts'
import { fieldOf } from '../shown-values.ts'
import { ticketQuery } from '../workspace/use-ticket.ts'
import { type Undoable, UndoContext } from './undo.ts'
import styles from './undo-toasts.module.css'

/** Long enough to read and to change one's mind; hovering over or focusing a toast stops its timer. */
const STAYS_MS = 10_000
const MOST_AT_ONCE = 3

interface Offer extends Undoable {
  readonly id: number
  readonly state: 'offered' | 'undoing'
  readonly error?: unknown
}

/**
 * The toasts to show, at most as many as there is room for, including the newest. One whose undo is under way stays
 * until that is done, so that a failure can be shown.
 */
const withinRoom = (offers: readonly Offer[]): readonly Offer[] => {
  const surplus = Math.max(0, offers.length - MOST_AT_ONCE)
  const leaving = offers
    .slice(0, -1)
    .filter(({ state }) => state === 'offered')
    .slice(0, surplus)
  return offers.filter((one) => !leaving.includes(one))
}

/** Whether the ticket is known to have changed again since: the host would refuse the undo. */
const isOvertaken = ({ made }: Undoable, now: Ticket | undefined): boolean =>
  made !== undefined &&
  now !== undefined &&
  now.version > made.ticket.version &&
  made.fields.some((field) => !isSame(fieldOf(now, field), fieldOf(made.ticket, field)))

/** Whether undoing, or trying it again, may succeed. */
const canBeTakenBack = (offer: Offer, now: Ticket | undefined): boolean =>
  !isOvertaken(offer, now) && (offer.error === undefined || mayPassLater(offer.error))

/** Toasts for undo and nothing else: each names what was done and undoes it by a click, or by `z`. */
export const UndoToasts = ({ children }: { readonly children: ReactNode }) => {
  const { undo: text } = useDeskText()
  const [offers, setOffers] = useState<readonly Offer[]>([])
  const count = useRef(0)

  const offer = useCallback((undoable: Undoable) => {
    count.current += 1
    const { current: id } = count
    setOffers((before) => withinRoom([...before, { ...undoable, id, state: 'offered' }]))
  }, [])
  const drop = (id: number) => setOffers((before) => before.filter((one) => one.id !== id))
  const become = (id: number, change: Pick<Offer, 'state' | 'error'>) =>
    setOffers((before) => before.map((one) => (one.id === id ? { ...one, ...change } : one)))
  const takeBack = ({ id, undo }: Offer) => {
    become(id, { state: 'undoing' })
    undo().then(
      () => drop(id),
      (error: unknown) => become(id, { state: 'offered', error }),
    )
  }
  const newest = useNewestUndoable(offers)
  useKeys({ z: newest && (() => takeBack(newest)) })

  return (
    <UndoContext value={offer}>
      <Toast.Provider duration={STAYS_MS} label={text.label} swipeDirection="right">
        {children}
        {offers.map((one) => (
          <UndoToast key={one.id} offer={one} onUndo={() => takeBack(one)} onGone={() => drop(one.id)} />
        ))}
        <Toast.Viewport className={styles.viewport} label={text.region} />
      </Toast.Provider>
    </UndoContext>
  )
}

/** The newest offer that undoing may still succeed for, as the tickets in the cache are now. */
const useNewestUndoable = (offers: readonly Offer[]): Offer | undefined => {
  const client = useQueryClient()
  const cache = client.getQueryCache()
  const ticketOf = ({ made }: Offer) => made && client.getQueryData<Ticket>(keys.ticket(made.ticket.id))
  return useSyncExternalStore(
    useCallback((watcher) => cache.subscribe(watcher), [cache]),
    () => offers.findLast((one) => one.state === 'offered' && canBeTakenBack(one, ticketOf(one))),
  )
}

const UndoToast = ({ offer, onUndo, onGone }: UndoToastProps) => {
  const words = useWords()
  const { undo: text } = useDeskText()
  const failed = offer.error !== undefined
  const undoing = offer.state === 'undoing'
  // Reads the ticket from the cache only: a toast sends no request.
  const { data: now } = useQuery({ ...ticketQuery(offer.made?.ticket.id ?? ''), enabled: false })
  const overtaken = !undoing && !failed && isOvertaken(offer, now)
  return (
    <Toast.Root
      className={styles.toast}
      data-failed={failed}
      open
      // A failure stays on screen for as long as the offer did.
      duration={undoing ? Number.POSITIVE_INFINITY : STAYS_MS}
      onOpenChange={(open) => {
        // A longer duration does not stop a timer that already runs.
        if (!open && !undoing) onGone()
      }}
    >
      <Toast.Description className={styles.text}>
        {failed ? `${text.failed} ${messageOf(offer.error, words)}` : offer.text} {overtaken && text.overtaken}
      </Toast.Description>
      {(undoing || canBeTakenBack(offer, now)) && (
        <Button busy={undoing && text.undoing} onClick={onFirstClick(onUndo)}>
          {words.undo} <KeyHint>z</KeyHint>
        </Button>
      )}
      <Toast.Close asChild onClick={onFirstClick()}>
        <Button kind="plain" aria-disabled={undoing}>
          {words.close}
        </Button>
      </Toast.Close>
    </Toast.Root>
  )
}

interface UndoToastProps {
  readonly offer: Offer
  readonly onUndo: () => void
  readonly onGone: () => void
}
