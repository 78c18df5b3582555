import type { TicketEvent } from '../../../../functions/contracts/events.ts'
import { useNow } from '../../design/clock.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { orderedChanges, shownValue } from '../shown-values.ts'
import { useDepartments } from '../use-departments.ts'
import styles from './timeline.module.css'

/** One change as a small line: the field, its old and new value, who changed it and when. */
export const EventLine = ({ event }: { readonly event: TicketEvent }) => {
  const words = useWords()
  const { timeline: text } = useDeskText()
  const departments = useDepartments().data ?? []
  const now = useNow()
  const { actor, type, at, changes, reason } = event
  const who = actor.kind === 'user' ? actor.name : actor.kind === 'ai' ? text.machine : text.system
  const shown = orderedChanges(changes)
    .filter(([field]) => field in text.fields)
    .map(([field, [from, to]]) =>
      text.changed(
        text.fields[field] ?? field,
        shownValue(field, from, words, departments),
        shownValue(field, to, words, departments),
      ),
    )
  return (
    <li className={styles.event} data-actor={actor.kind}>
      <span>{headlineOf(text.types[type] ?? type.replaceAll('_', ' '), type, shown)}</span> <span>{text.by(who)}</span>{' '}
      <time dateTime={at}>{words.format.moment(at, now)}</time>
      {reason && <span className={styles.reason}> {reason}</span>}
    </li>
  )
}

/** A plain change is shown by its values alone; other events by their name, followed by the values. */
const headlineOf = (name: string, type: TicketEvent['type'], shown: readonly string[]): string => {
  if (shown.length === 0 || type === 'ticket_created') return name
  const values = shown.join(', ')
  return type === 'status_changed' || type === 'ticket_updated' ? values : `${name}: ${values}`
}
