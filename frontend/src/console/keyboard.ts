import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { deviceStorage } from '../api/storage.ts'

const KEY = 'plimsoll.single-keys'
/** How long after `g` the second key of a pair may come. */
const PAIR_MS = 1_200

const listeners = new Set<() => void>()
const areOn = () => deviceStorage.read(KEY) !== 'off'

/** Single keys can be turned off for people whose aids send them (WCAG 2.1.4). */
export const switchSingleKeys = (on: boolean): void => {
  deviceStorage.write(KEY, on ? 'on' : 'off')
  for (const listener of listeners) listener()
}

export const useSingleKeys = (): boolean =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, areOn)

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))

/** Enter on these is their own; it means the list's ticket everywhere else. */
const takesEnter = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('a, button, summary, input')

/**
 * An arrow scrolls, or goes to the next radio, wherever the focus is; it is the page's only on nothing, in a list, or on the
 * heading of what was opened from there.
 */
const takesArrows = (target: EventTarget | null) =>
  target instanceof HTMLElement && target !== document.body && target.closest('[role=listbox], h2') === null

/** Held down, these go on and on; any other key acts once, however long it is held. */
const REPEATED: readonly string[] = ['j', 'k', 'Shift+J', 'Shift+K', 'ArrowDown', 'ArrowUp']

/** A dialog, or a popover that is one. */
const opensOverlay = () => document.querySelector('dialog[open], [role=dialog]') !== null

/** Names of keys as a person writes them: `j`, `?`, `Shift+A`, `Mod+k`, `g i`, `Enter`. */
type KeyMap = Readonly<Record<string, ((event: KeyboardEvent) => void) | undefined>>

const nameOf = ({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string => {
  if (altKey) return ''
  if (ctrlKey || metaKey) return `Mod+${key.toLowerCase()}`
  return shiftKey && /^[a-z]$/i.test(key) ? `Shift+${key.toUpperCase()}` : key
}

/**
 * Acts on keys anywhere on the page, except in text fields, on what has a use for the key itself, and under dialogs.
 * `Mod+` keys and `Escape` work while single keys are off, too.
 */
export const useKeys = (map: KeyMap): void => {
  const latest = useRef(map)
  latest.current = map

  // With what is on screen, not after it: whoever sees it may press its key.
  useLayoutEffect(() => {
    let first: { readonly key: string; readonly at: number } | null = null
    const onKey = (event: KeyboardEvent) => {
      const name = nameOf(event)
      const always = name.startsWith('Mod+') || name === 'Escape'
      if (event.defaultPrevented || opensOverlay()) return
      if (event.repeat && !REPEATED.includes(name)) return
      if (!always && (isTyping(event.target) || !areOn())) return
      if (name === 'Enter' && takesEnter(event.target)) return
      if (name.startsWith('Arrow') && takesArrows(event.target)) return

      const pair = first && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${name}` : ''
      // The second key of a pair means nothing by itself, here or wherever else keys are heard.
      const act = latest.current[pair || name]
      first = name === 'g' ? { key: name, at: event.timeStamp } : null
      if (!act) return
      event.preventDefault()
      act(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
