import styles from './load-bar.module.css'

/** The end of every bar's scale, so that bars can be compared; a load beyond it is drawn as a broken bar. */
const SCALE = 1.5

/** A load as a bar: the tick marks the threshold, and a load that reaches it changes colour. */
export const LoadBar = ({ name, share, threshold, figure }: LoadBarProps) => {
  const place = (value: number) => (Math.min(value, SCALE) / SCALE) * 100
  return (
    <span className={styles.load} data-over={share >= threshold} data-beyond={share > SCALE}>
      <span className={styles.name}>{name}</span>
      <span className={styles.figure}>{figure}</span>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.track} y="3" width="100" height="4" rx="1" />
        <rect className={styles.fill} y="3" width={place(share)} height="4" rx="1" />
        <line
          className={styles.tick}
          x1={place(threshold)}
          x2={place(threshold)}
          y2="10"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </span>
  )
}

interface LoadBarProps {
  readonly name: string
  /** 1 is full capacity; infinite if there is work and nobody to do it. */
  readonly share: number
  /** The threshold, on the scale of the load. */
  readonly threshold: number
  readonly figure: string
}
