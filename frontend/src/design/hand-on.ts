import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'

const CONTROLS = 'button, select, input, textarea, a[href]'

const controlOf = (passing: HTMLElement | undefined): HTMLElement | null | undefined =>
  passing?.matches(CONTROLS) ? passing : passing?.querySelector<HTMLElement>(CONTROLS)

/** Moves the focus from an item that goes away to the next item, else to the previous one, else to the container. */
const handOn = (passing: HTMLElement | null): void => {
  if (!passing?.contains(document.activeElement)) return
  const all = [...(passing.closest('ul')?.querySelectorAll<HTMLElement>('[data-passing]') ?? [])]
  const at = all.indexOf(passing)
  const heir = controlOf(all[at + 1] ?? all[at - 1]) ?? passing.closest<HTMLElement>('[tabindex="-1"]')
  heir?.focus()
}

/** Ignores a key held down: its next click would be on another item. */
const onlyOnce = (event: KeyboardEvent): void => {
  if (event.repeat && event.key === 'Enter') event.preventDefault()
}

/**
 * For an item of a list (`ul`), or its button, that goes away once it is dealt with. The list or its container must be
 * focusable (`tabIndex={-1}`), to take the focus once no item is left.
 */
export const useHandingOn = <Passing extends HTMLElement>() => {
  const ref = useRef<Passing>(null)
  useLayoutEffect(() => {
    const { current } = ref
    return () => handOn(current)
  }, [])
  return { ref, 'data-passing': '', onKeyDown: onlyOnce } as const
}
