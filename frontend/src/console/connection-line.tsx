import { useMutationState } from '@tanstack/react-query'
import { useLongOffline } from '../api/use-long-offline.ts'
import { waitsForNetwork } from '../api/waiting.ts'
import { Button } from '../design/button.tsx'
import { useDeskText } from '../text/use-console-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './connection-line.module.css'
import { useSlowHost } from './use-slow-host.ts'

/**
 * Says that nothing arrives live at the moment, that it will be made up for, and how much waits to be sent; or that the
 * line is there, and what is to be shown has not come all the same.
 */
export const ConnectionLine = () => {
  const { live, retry } = useWords()
  const { composer, live: slowly } = useDeskText()
  const { slow, askAgain } = useSlowHost()
  const away = useLongOffline()
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
      {slow && !away && (
        <p>
          {slowly.slow}
          <Button kind="plain" onClick={() => void askAgain()}>
            {retry}
          </Button>
        </p>
      )}
    </div>
  )
}
