import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { deviceStorage } from '../api/storage.ts'

const KEY = 'plimsoll.single-keys'
/** The second key of a pair must follow `g` within this time. */
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

/** These elements handle Enter themselves; anywhere else it opens the list's active ticket. */
const takesEnter = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('a, button, summary, input')

/**
 * An arrow key scrolls, or moves to the next radio button. It is a shortcut only if the focus is nowhere, in a list, or
 * on the heading of what was opened from the list.
 */
const takesArrows = (target: EventTarget | null) =>
  target instanceof HTMLElement && target !== document.body && target.closest('[role=listbox], h2') === null

/** These keys repeat while held down; any other key acts once. */
const REPEATED: readonly string[] = ['j', 'k', 'Shift+J', 'Shift+K', 'ArrowDown', 'ArrowUp']

/** A dialog, or a popover with that role. */
const opensOverlay = () => document.querySelector('dialog[open], [role=dialog]') !== null

/** Names of keys as a person writes them: `j`, `?`, `Shift+A`, `Mod+k`, `g i`, `Enter`. */
type KeyMap = Readonly<Record<string, (() => void) | undefined>>

/** The keys of everything on screen, the latest rendered last. */
const maps = new Set<{ readonly current: KeyMap }>()
const watchers = new Set<() => void>()
const changed = () => {
  for (const watcher of watchers) watcher()
}
const actOf = (name: string) => [...maps].findLast(({ current }) => current[name])?.current[name]

/** Does what a key does. */
export const runKey = (name: string): void => actOf(name)?.()

/** Which of these keys do something now. */
export const useKeysAtHand = <Name extends string>(names: readonly Name[]): readonly Name[] => {
  const atHand = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
      }
    },
    () => names.filter(actOf).join(),
  )
  return names.filter((name) => atHand.split(',').includes(name))
}

const nameOf = ({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string => {
  if (altKey) return ''
  if (ctrlKey || metaKey) return `Mod+${key.toLowerCase()}`
  return shiftKey && /^[a-z]$/i.test(key) ? `Shift+${key.toUpperCase()}` : key
}

/**
 * Handles keys anywhere on the page, except in text fields, on elements that handle the key themselves, and beneath
 * dialogs. `Mod+` keys and `Escape` also work while single keys are off.
 */
export const useKeys = (map: KeyMap): void => {
  const latest = useRef(map)
  latest.current = map
  const names = Object.keys(map)
    .filter((name) => map[name])
    .join()

  useLayoutEffect(() => {
    maps.add(latest)
    return () => {
      maps.delete(latest)
      changed()
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever lists the keys at hand hears when they change
  useLayoutEffect(changed, [names])
  // Takes effect together with the rendering: its keys must work as soon as it is visible.
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
      // The second key of a pair must not also act alone, here or in another handler.
      const act = latest.current[pair || name]
      first = name === 'g' ? { key: name, at: event.timeStamp } : null
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
