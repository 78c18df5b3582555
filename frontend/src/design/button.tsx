import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react'
import styles from './button.module.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** How prominent it is; at most one primary action per view. */
  readonly kind?: 'primary' | 'outlined' | 'plain' | 'danger'
  /** Shown while the action runs; the button then ignores presses but keeps the focus. */
  readonly busy?: string | false
  readonly children: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button; one with `aria-disabled` ignores presses as well, and keeps the focus. */
export const Button = ({ kind = 'outlined', busy = false, onClick, className, children, ...rest }: ButtonProps) => {
  const refuses = busy !== false || rest['aria-disabled'] === true
  return (
    <button
      type="button"
      {...rest}
      className={[styles.button, styles[kind], className].filter(Boolean).join(' ')}
      aria-disabled={refuses || undefined}
      onClick={refuses ? (event) => event.preventDefault() : onClick}
    >
      {busy === false ? children : busy}
    </button>
  )
}

/**
 * For a button that removes one of several items: ignores the second click of a double click, which would hit the next
 * item, now under the pointer. It does not stop a key held down: the button must ignore presses while it is busy.
 *
 * @param act absent if the button has an action of its own, such as submitting a form
 */
export const onFirstClick =
  (act?: () => void) =>
  (event: MouseEvent): void => {
    // A click by keyboard has a count of 0.
    if (event.detail < 2) act?.()
    else event.preventDefault()
  }
