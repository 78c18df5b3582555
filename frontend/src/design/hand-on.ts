import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'

const CONTROLS = 'button, select, input, textarea, a[href]'

const controlOf = (passing: HTMLElement | undefined): HTMLElement | null | undefined =>
  passing?.matches(CONTROLS) ? passing : passing?.querySelector<HTMLElement>(CONTROLS)

/** Hands the focus of what goes away to the next of its list, else to the one before, else to what is around. */
const handOn = (passing: HTMLElement | null): void => {
  if (!passing?.contains(document.activeElement)) return
  const all = [...(passing.closest('ul')?.querySelectorAll<HTMLElement>('[data-passing]') ?? [])]
  const at = all.indexOf(passing)
  const heir = controlOf(all[at + 1] ?? all[at - 1]) ?? passing.closest<HTMLElement>('[tabindex="-1"]')
  heir?.focus()
}

/** Ignores a key that is held down: by its next click another item would be under it. */
const onlyOnce = (event: KeyboardEvent): void => {
  if (event.repeat && event.key === 'Enter') event.preventDefault()
}

/**
 * For an item of a list (`ul`), or its button, that goes away once it is dealt with. What holds the list, or the list
 * itself, must take the focus (`tabIndex={-1}`) once nothing is left.
 */
export const useHandingOn = <Passing extends HTMLElement>() => {
  const ref = useRef<Passing>(null)
  useLayoutEffect(() => {
    const { current } = ref
    return () => handOn(current)
  }, [])
  return { ref, 'data-passing': '', onKeyDown: onlyOnce } as const
}
