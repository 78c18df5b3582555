import { useDeskText } from '../../text/use-desk-text.ts'
import { useViewers, type Viewer } from '../viewers/viewers.ts'
import styles from './composer.module.css'

/** Who else has the ticket on screen: a quiet line for readers, an amber one for writers, right above the composer. */
export const CollisionLine = ({ ticketId }: { readonly ticketId: string }) => {
  const { composer } = useDeskText()
  const viewers = useViewers(ticketId)
  const namesOf = (state: Viewer['state']) =>
    viewers.flatMap((viewer) => (viewer.state === state ? [viewer.name] : [])).join(', ')
  const writers = namesOf('typing')
  const readers = namesOf('viewing')
  return (
    <div className={styles.collision} role="status">
      {writers && <p data-grade="typing">{composer.typing(writers)}</p>}
      {readers && <p>{composer.viewing(readers)}</p>}
    </div>
  )
}
