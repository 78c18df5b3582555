import { Toast } from 'radix-ui'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { Button, onFirstClick } from '../../design/button.tsx'
import { KeyHint } from '../../design/key-hint.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { messageOf, useWords } from '../../text/use-words.ts'
import { useKeys } from '../keyboard.ts'
import { type Undoable, UndoContext } from './undo.ts'
import styles from './undo-toasts.module.css'

/** Long enough to read and to change one's mind; pointing at a toast, or focusing it, stops its clock. */
const STAYS_MS = 10_000
const MOST_AT_ONCE = 3

interface Offer extends Undoable {
  readonly id: number
  readonly state: 'offered' | 'undoing'
  readonly error?: unknown
}

/**
 * Those there is room for, with the newest one. What is being taken back stays until that is done: if it fails, somebody
 * has to be told.
 */
const withinRoom = (offers: readonly Offer[]): readonly Offer[] => {
  const surplus = Math.max(0, offers.length - MOST_AT_ONCE)
  const leaving = offers
    .slice(0, -1)
    .filter(({ state }) => state === 'offered')
    .slice(0, surplus)
  return offers.filter((one) => !leaving.includes(one))
}

/** Toasts are for undo and nothing else: each names what was done and takes it back by a press, or by `z`. */
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
  const newest = offers.findLast(({ state }) => state === 'offered')
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

const UndoToast = ({ offer, onUndo, onGone }: UndoToastProps) => {
  const words = useWords()
  const { undo: text } = useDeskText()
  const failed = offer.error !== undefined
  const undoing = offer.state === 'undoing'
  return (
    <Toast.Root
      className={styles.toast}
      data-failed={failed}
      open
      // Whoever is told of a failure has as long as they had for the offer.
      duration={undoing ? Number.POSITIVE_INFINITY : STAYS_MS}
      onOpenChange={(open) => {
        // A clock that runs already is not stopped by a longer time.
        if (!open && !undoing) onGone()
      }}
    >
      <Toast.Description className={styles.text}>
        {failed ? `${text.failed} ${messageOf(offer.error, words)}` : offer.text}
      </Toast.Description>
      <Button busy={undoing && text.undoing} onClick={onFirstClick(onUndo)}>
        {words.undo} <KeyHint>z</KeyHint>
      </Button>
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
