import type { ReactNode } from 'react'
import styles from './scroll-box.module.css'

/** Lets a wide table scroll by itself, without the page, also by keyboard. */
export const ScrollBox = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <figure className={styles.box} aria-label={label} {...reachable}>
    {children}
  </figure>
)

const reachable = { tabIndex: 0 }
