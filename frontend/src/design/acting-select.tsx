import type { ComponentProps, KeyboardEvent } from 'react'
import { ValueSelect } from './value-select.tsx'

const STEPS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']

/** A closed list would take the value that any of these comes to, and a letter for the name of one. */
const choosesUnseen = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  STEPS.includes(key) || (key.length === 1 && key !== ' ' && !altKey && !ctrlKey && !metaKey)

const guardClosed = (event: KeyboardEvent<HTMLSelectElement>) => {
  if (choosesUnseen(event)) event.preventDefault()
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  event.preventDefault()
  event.currentTarget.showPicker?.()
}

/**
 * Has the focus go back to where it is now once something was chosen, or nothing by Escape: who came for one choice
 * goes on where they were. Who leaves the list in another way stays where they went.
 */
const lendFocus = (select: HTMLSelectElement): void => {
  const { activeElement: lender, body } = document
  if (lender === select) return
  const returned = new AbortController()
  const { signal } = returned
  const giveBack = () => {
    returned.abort()
    if (lender instanceof HTMLElement && lender !== body && lender.isConnected) lender.focus()
    else select.blur()
  }
  const giveUp = (event: Event) => {
    if (!(event instanceof window.KeyboardEvent) || event.key !== 'Escape') return
    // It leaves the list, and nothing around it.
    event.preventDefault()
    giveBack()
  }
  select.addEventListener('change', giveBack, { signal })
  select.addEventListener('keydown', giveUp, { signal })
  // The open list keeps the pressing of the key to itself.
  select.addEventListener('keyup', giveUp, { signal })
  select.addEventListener('blur', () => returned.abort(), { signal })
}

/** Goes to a list and shows what there is to choose, where the browser can. */
export const openSelect = (select: HTMLSelectElement | null): void => {
  if (!select || select.disabled) return
  lendFocus(select)
  select.focus()
  select.showPicker?.()
}

/** A list whose choice is written at once: it takes nothing by a key before it is open. */
export const ActingSelect = <Value extends string>(select: ActingSelectProps<Value>) => (
  <ValueSelect {...select} onKeyDown={guardClosed} onPointerDown={({ currentTarget }) => lendFocus(currentTarget)} />
)

type ActingSelectProps<Value extends string> = Omit<
  ComponentProps<typeof ValueSelect<Value>>,
  'onKeyDown' | 'onPointerDown'
>
