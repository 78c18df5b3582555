import { type ReactNode, type Ref, useId } from 'react'
import styles from './machine-box.module.css'

/** Dashed and violet: a machine proposed this, and no person has confirmed it yet. */
export const MachineBox = ({ title, level: Heading = 'h3', aside, children, ref }: MachineBoxProps) => {
  const id = useId()
  return (
    <section className={styles.box} aria-labelledby={id} ref={ref}>
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
  /** The heading level that fits the page around it. */
  readonly level?: 'h2' | 'h3'
  /** Shown beside the title, such as how sure the machine is. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly ref?: Ref<HTMLElement>
}
