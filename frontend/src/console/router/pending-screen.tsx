import { Skeleton } from '../../design/skeleton.tsx'
import styles from '../screen.module.css'

/** A screen whose code is loading. */
export const PendingScreen = () => (
  <div className={styles.screen}>
    <Skeleton rows={6} height={60} />
  </div>
)
