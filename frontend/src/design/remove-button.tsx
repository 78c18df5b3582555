import { type ComponentProps, type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { Button, onFirstClick } from './button.tsx'

/** Hands the focus of a button that goes away to the next of its list, else to the one before, else to what is around. */
const handOn = (button: HTMLElement | null): void => {
  if (button === null || button !== document.activeElement) return
  const all = [...(button.closest('ul')?.querySelectorAll<HTMLElement>('[data-removes]') ?? [])]
  const at = all.indexOf(button)
  const heir = all[at + 1] ?? all[at - 1] ?? button.closest<HTMLElement>('[tabindex="-1"]')
  heir?.focus()
}

/** Ignores a key that is held down: by its next click another item would be under it. */
const onlyOnce = (event: KeyboardEvent): void => {
  if (event.repeat && event.key === 'Enter') event.preventDefault()
}

/**
 * Removes its item of a list (`ul`), and goes away with it. What holds the list, or the list itself, must take the focus
 * (`tabIndex={-1}`) once nothing is left to remove.
 */
export const RemoveButton = ({ onRemove, ...rest }: RemoveButtonProps) => {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    const { current } = button
    return () => handOn(current)
  }, [])
  return (
    <Button kind="plain" {...rest} data-removes="" ref={button} onKeyDown={onlyOnce} onClick={onFirstClick(onRemove)} />
  )
}

interface RemoveButtonProps
  extends Pick<ComponentProps<typeof Button>, 'children' | 'busy' | 'aria-label' | 'aria-disabled'> {
  readonly onRemove: () => void
}
