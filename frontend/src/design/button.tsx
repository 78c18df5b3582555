import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react'
import styles from './button.module.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** How much it asks for attention; one primary action a view. */
  readonly kind?: 'primary' | 'outlined' | 'plain' | 'danger'
  /** Shown while the action runs; the button then refuses a second press but keeps the focus. */
  readonly busy?: string | false
  readonly children: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}

/** One that says it is disabled refuses as well, and keeps the focus. */
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
 * For what removes one of several: the second click of a double click is not for the next one, which has come up.
 * It stops no key that is held down, which clicks again and again: what is on its way is for its button to know.
 *
 * @param act absent where the button has a use of its own, such as sending a form
 */
export const onFirstClick =
  (act?: () => void) =>
  (event: MouseEvent): void => {
    // Keys count no clicks.
    if (event.detail < 2) act?.()
    else event.preventDefault()
  }
