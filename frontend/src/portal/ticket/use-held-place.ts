import { type RefObject, useEffect } from 'react'

/**
 * Keeps a form's field in its place on screen while the focus is in the form, whatever grows or shrinks above it.
 * If the field is scrolled out of view, what is being read stays in place instead. Browsers have scroll anchoring for
 * this, but not all do, and it would hold the conversation rather than the field: reply-form.module.css turns it off
 * meanwhile.
 */
export const useHeldPlace = (form: RefObject<HTMLFormElement | null>, field: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const page = form.current?.parentElement
    if (!page) return
    /** Distance from the top of the page in pixels; unknown until first measured. */
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
