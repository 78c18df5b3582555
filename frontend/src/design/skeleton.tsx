import { useWords } from '../text/use-words.ts'
import styles from './skeleton.module.css'

/** Grey rows of the real height, shown only when the answer takes longer than a blink. */
export const Skeleton = ({ rows, height }: { readonly rows: number; readonly height: number }) => {
  const { loading } = useWords()
  return (
    <div className={styles.skeleton} role="status" data-waiting>
      <span className={styles.spoken}>{loading}</span>
      {Array.from({ length: rows }, (_nothing, row) => row).map((row) => (
        <div className={styles.row} key={row} style={{ blockSize: height }} />
      ))}
    </div>
  )
}
