import { useLongOffline } from '../api/use-long-offline.ts'
import { useWords } from '../text/use-words.ts'
import styles from './connection-line.module.css'

/** Says that nothing arrives live at the moment, and that it will be made up for. */
export const ConnectionLine = () => {
  const { live } = useWords()
  const away = useLongOffline()
  return (
    <div className={styles.line} role="status">
      {away && <p>{live.offline}</p>}
    </div>
  )
}
