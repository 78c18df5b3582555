import { type RefObject, useEffect } from 'react'

/**
 * Holds the field of a form where it is on the screen while somebody is in the form, whatever grows or shrinks above it.
 * A field that they have scrolled away from moves, so that what they read stays. Browsers do the like by themselves, but
 * not all of them, and those that do hold the conversation rather than the field: it is switched off meanwhile, in
 * reply-form.module.css.
 */
export const useHeldPlace = (form: RefObject<HTMLFormElement | null>, field: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const page = form.current?.parentElement
    if (!page) return
    /** From the top of the page, in pixels; unknown until the first look. */
    let before = Number.NaN
    const hold = () => {
      if (!field.current) return
      const { top, height } = field.current.getBoundingClientRect()
      const now = top + window.scrollY
      const wasAt = before - window.scrollY
      const wasInSight = wasAt + height > 0 && wasAt < window.innerHeight
      if (wasInSight && form.current?.matches(':focus-within')) window.scrollBy(0, now - before)
      before = now
    }
    const observer = new ResizeObserver(hold)
    observer.observe(page)
    for (const part of page.closest('main')?.parentElement?.children ?? []) observer.observe(part)
    return () => observer.disconnect()
  }, [form, field])
}
