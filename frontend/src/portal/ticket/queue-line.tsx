import styles from './queue-line.module.css'

/** At most this many places are drawn; the number beside the line is exact. */
const MOST_PLACES = 16
const WIDTH = 9
const GAP = 3
const HEIGHT = 14
const AHEAD = 6

/** The queue as a drawing: one stroke for each ticket ahead, and an accented one for the customer's own. */
export const QueueLine = ({ position }: { readonly position: number }) => {
  const places = Math.min(position, MOST_PLACES)
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${MOST_PLACES * (WIDTH + GAP) - GAP} ${HEIGHT}`}
      width={MOST_PLACES * (WIDTH + GAP) - GAP}
      height={HEIGHT}
      aria-hidden="true"
    >
      {Array.from({ length: places }, (_nothing, place) => place).map((place) => (
        <rect
          key={place}
          className={place === places - 1 ? styles.own : styles.ahead}
          x={place * (WIDTH + GAP)}
          y={place === places - 1 ? 0 : HEIGHT - AHEAD}
          width={WIDTH}
          height={place === places - 1 ? HEIGHT : AHEAD}
          rx="1.5"
        />
      ))}
    </svg>
  )
}
