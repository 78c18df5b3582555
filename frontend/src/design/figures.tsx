import type { ReactNode } from 'react'
import styles from './figures.module.css'

/** A few numbers that matter, side by side. */
export const Figures = ({ figures }: { readonly figures: readonly (readonly [string, ReactNode])[] }) => (
  <dl className={styles.figures}>
    {figures.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
