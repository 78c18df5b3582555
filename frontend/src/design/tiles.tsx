import type { ReactNode } from 'react'
import styles from './tiles.module.css'

/** Framed facts side by side, separated by lines; each is a `div` with its `dt` and `dd`. */
export const Tiles = ({ className, children }: TilesProps) => (
  <dl className={`${styles.tiles} ${className}`}>{children}</dl>
)

interface TilesProps {
  /** The style of names and values. */
  readonly className: string | undefined
  readonly children: ReactNode
}
