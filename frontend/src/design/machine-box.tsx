import { type ReactNode, useId } from 'react'
import styles from './machine-box.module.css'

/** Dashed and violet: a machine proposed this, and no person has confirmed it yet. */
export const MachineBox = ({ title, level: Heading = 'h3', aside, children }: MachineBoxProps) => {
  const id = useId()
  return (
    <section className={styles.box} aria-labelledby={id}>
      <header className={styles.head}>
        <Heading className={styles.title} id={id}>
          {title}
        </Heading>
        {aside && <span className={styles.aside}>{aside}</span>}
      </header>
      {children}
    </section>
  )
}

interface MachineBoxProps {
  readonly title: string
  /** The heading that fits into the page around it. */
  readonly level?: 'h2' | 'h3'
  /** How sure the machine is, for instance. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}
