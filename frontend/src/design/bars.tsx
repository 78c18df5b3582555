import type { ReactNode } from 'react'
import styles from './bars.module.css'

/** Shares of a whole as bars; a table by nature, so it needs no twin. */
export const Bars = ({ label, valueName, countName, bars, format }: BarsProps) => {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  return (
    <table className={styles.bars} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{valueName}</th>
          <th scope="col">{countName}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ key, name, count }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>
              <span>{format(count)}</span>
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect className={styles.bar} width={(count / most) * 100} height="6" rx="1" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface BarsProps {
  readonly label: string
  readonly valueName: string
  readonly countName: string
  readonly bars: readonly { readonly key: string; readonly name: ReactNode; readonly count: number }[]
  readonly format: (count: number) => string
}
