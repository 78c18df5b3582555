import styles from './load-bar.module.css'

/** A load with the load line: the tick marks the threshold, and a load that reaches it changes its colour. */
export const LoadBar = ({ name, share, threshold, figure }: LoadBarProps) => {
  const scale = Math.max(1, threshold * 1.25, share)
  return (
    <span className={styles.load} data-over={share >= threshold}>
      <span className={styles.name}>{name}</span>
      <span className={styles.figure}>{figure}</span>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.track} y="3" width="100" height="4" rx="1" />
        <rect className={styles.fill} y="3" width={(share / scale) * 100} height="4" rx="1" />
        <line
          className={styles.tick}
          x1={(threshold / scale) * 100}
          x2={(threshold / scale) * 100}
          y2="10"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </span>
  )
}

interface LoadBarProps {
  readonly name: string
  /** 1 is everything that may be carried. */
  readonly share: number
  /** Where the tick stands, on the same scale. */
  readonly threshold: number
  readonly figure: string
}
