import { useEffect, useState } from 'react'
import { useWords } from '../text/use-words.ts'
import { Button } from './button.tsx'
import styles from './skeleton.module.css'

/** Nearly all answers arrive sooner. */
const PATIENCE_MS = 5_000

/** Grey rows of the real height, shown only after a short delay; after a long wait it says that it still waits. */
export const Skeleton = ({ rows, height, onRetry }: SkeletonProps) => {
  const words = useWords()
  const [attempt, setAttempt] = useState(1)
  const [late, setLate] = useState<number>()
  useEffect(() => {
    const timer = setTimeout(() => setLate(attempt), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [attempt])
  const askAnew = () => {
    setAttempt(attempt + 1)
    onRetry?.()
  }
  return (
    <div className={styles.skeleton} data-waiting>
      <div className={late === undefined ? undefined : styles.late}>
        <p role="status">
          <span className={styles.spoken}>{words.loading}</span> {late !== undefined && words.slow}
        </p>
        {late !== undefined && onRetry && (
          <Button busy={late !== attempt && words.loading} onClick={askAnew}>
            {words.retry}
          </Button>
        )}
      </div>
      {Array.from({ length: rows }, (_nothing, row) => row).map((row) => (
        <div className={styles.row} key={row} style={{ blockSize: height }} />
      ))}
    </div>
  )
}

interface SkeletonProps {
  readonly rows: number
  /** Height of one row in pixels. */
  readonly height: number
  /** Cancels the request and sends it again. */
  readonly onRetry?: () => void
}
