import type { ReactNode } from 'react'
import styles from './figures.module.css'
import { Tiles } from './tiles.tsx'

/** A few numbers that matter, side by side. */
export const Figures = ({ figures }: { readonly figures: readonly (readonly [string, ReactNode])[] }) => (
  <Tiles className={styles.figures}>
    {figures.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </Tiles>
)
