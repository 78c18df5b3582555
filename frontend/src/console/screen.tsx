import { type ReactNode, useEffect } from 'react'
import styles from './screen.module.css'

/** A screen beside the navigation: heading, actions on the whole screen, content. */
export const Screen = ({ title, actions, children }: ScreenProps) => {
  useEffect(() => {
    document.title = `${title} · Plimsoll`
  }, [title])
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h1>{title}</h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

interface ScreenProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

/** A part of a screen with its own heading. */
export const Part = ({ title, id, actions, children }: PartProps) => (
  <section className={styles.part} tabIndex={-1} aria-labelledby={id}>
    <header className={styles.head}>
      <h2 id={id}>{title}</h2>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
    {children}
  </section>
)

interface PartProps extends ScreenProps {
  readonly id: string
}
