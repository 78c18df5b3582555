import { Skeleton } from '../design/skeleton.tsx'
import styles from './screen.module.css'

/** A screen whose program is on its way. */
export const PendingScreen = () => (
  <div className={styles.screen}>
    <Skeleton rows={6} height={60} />
  </div>
)
