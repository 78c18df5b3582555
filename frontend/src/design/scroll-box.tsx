import type { ReactNode } from 'react'
import styles from './scroll-box.module.css'

/** A wide table scrolls within its box, never the page, and the box can be scrolled by keyboard, too. */
export const ScrollBox = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <figure className={styles.box} aria-label={label} {...reachable}>
    {children}
  </figure>
)

const reachable = { tabIndex: 0 }
