import type { ComponentProps, KeyboardEvent } from 'react'
import { ValueSelect } from './value-select.tsx'

const STEPS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']

/** On a closed list each of these keys would choose a value, and a letter would choose by name. */
const choosesUnseen = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  STEPS.includes(key) || (key.length === 1 && key !== ' ' && !altKey && !ctrlKey && !metaKey)

const guardClosed = (event: KeyboardEvent<HTMLSelectElement>) => {
  if (choosesUnseen(event)) event.preventDefault()
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  event.preventDefault()
  event.currentTarget.showPicker?.()
}

/**
 * Returns the focus to where it is now once a value is chosen or Escape is pressed, so that somebody who came for one
 * choice goes on where they were. After any other way out of the list the focus stays where it went.
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
    // Escape closes the list only, nothing around it.
    event.preventDefault()
    giveBack()
  }
  select.addEventListener('change', giveBack, { signal })
  select.addEventListener('keydown', giveUp, { signal })
  // Keydown does not reach the page while the list is open.
  select.addEventListener('keyup', giveUp, { signal })
  select.addEventListener('blur', () => returned.abort(), { signal })
}

/** Focuses a list and opens it, if the browser can. */
export const openSelect = (select: HTMLSelectElement | null): void => {
  if (!select || select.disabled) return
  lendFocus(select)
  select.focus()
  select.showPicker?.()
}

/** A list whose choice is saved at once: keys choose nothing until it is open. */
export const ActingSelect = <Value extends string>(select: ActingSelectProps<Value>) => (
  <ValueSelect {...select} onKeyDown={guardClosed} onPointerDown={({ currentTarget }) => lendFocus(currentTarget)} />
)

type ActingSelectProps<Value extends string> = Omit<
  ComponentProps<typeof ValueSelect<Value>>,
  'onKeyDown' | 'onPointerDown'
>
