import type { ReactNode } from 'react'
import styles from './tiles.module.css'

/** Facts side by side, each a `div` with its `dt` and `dd`; lines part them and a frame holds them together. */
export const Tiles = ({ className, children }: TilesProps) => (
  <dl className={`${styles.tiles} ${className}`}>{children}</dl>
)

interface TilesProps {
  /** How names and values read. */
  readonly className: string | undefined
  readonly children: ReactNode
}
