import { useMutationState } from '@tanstack/react-query'
import { useLongOffline } from '../../api/use-long-offline.ts'
import { waitsForNetwork } from '../../api/waiting.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './connection-line.module.css'
import { useDoubtedLine } from './use-doubted-line.ts'

/** Says that live updates are interrupted, that nothing will be missed, and how many changes wait to be sent. */
export const ConnectionLine = () => {
  const { live } = useWords()
  const { composer } = useDeskText()
  const away = useLongOffline()
  useDoubtedLine()
  const waiting = useMutationState({
    filters: { status: 'pending' },
    select: ({ state }) => waitsForNetwork(state),
  }).filter(Boolean).length
  return (
    <div className={styles.line} role="status">
      {(away || waiting > 0) && (
        <p>
          {live.offline} {waiting > 0 && composer.sentWhenBack(waiting)}
        </p>
      )}
    </div>
  )
}
