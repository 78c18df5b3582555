import { Avatar } from '../../design/avatar.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useViewers } from '../viewers/viewers.ts'
import styles from './row-viewers.module.css'

/** There is room for this many beside a title. */
const MOST_SHOWN = 2

/** Who else has a row's ticket open: hollow if it is out of their sight, filled if they read, ringed if they write. */
export const RowViewers = ({ ticketId }: { readonly ticketId: string }) => {
  const { list } = useDeskText()
  const viewers = useViewers(ticketId).slice(0, MOST_SHOWN)
  if (viewers.length === 0) return null
  return (
    <span className={styles.viewers} data-viewers={viewers.length}>
      {viewers.map(({ id, name, state }) => {
        const does = list.viewer[state](name)
        return (
          <span key={id} className={styles.viewer} data-state={state} role="img" aria-label={does} title={does}>
            <Avatar name={name} />
          </span>
        )
      })}
    </span>
  )
}
