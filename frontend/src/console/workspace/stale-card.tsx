import { Button, onFirstClick } from '../../design/button.tsx'
import { useNow } from '../../design/clock.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import type { StaleWrite } from '../failures/failures.ts'
import { isSame } from '../same.ts'
import { fieldOf, shownValue } from '../shown-values.ts'
import { useDepartments } from '../use-departments.ts'
import styles from './stale-card.module.css'
import { useEvents } from './use-ticket.ts'

/** A conflict between two people's changes: both values side by side, for a person to decide. */
export const StaleCard = ({ stale, onKeep, onTake }: StaleCardProps) => {
  const { stale: text, timeline } = useDeskText()
  return (
    <section className={styles.card} role="alert" aria-label={text.title}>
      <h3>{text.title}</h3>
      {Object.entries(stale.patch).map(([field, wanted]) => (
        <div key={field}>
          <p className={styles.field}>{timeline.fields[field] ?? field}</p>
          <Theirs stale={stale} field={field} />
          <Mine field={field} wanted={wanted} />
        </div>
      ))}
      <div className={styles.actions}>
        <Button onClick={onFirstClick(onKeep)}>{text.keep}</Button>
        <Button kind="primary" onClick={onFirstClick(onTake)}>
          {text.take}
        </Button>
      </div>
    </section>
  )
}

interface StaleCardProps {
  readonly stale: StaleWrite
  /** Repeats the change, on the current ticket. */
  readonly onKeep: () => void
  /** Leaves the ticket as it is. */
  readonly onTake: () => void
}

const Theirs = ({ stale: { now, seen }, field }: { readonly stale: StaleWrite; readonly field: string }) => {
  const words = useWords()
  const { stale: text } = useDeskText()
  const departments = useDepartments().data ?? []
  const clock = useNow()
  const events = useEvents(now.id).data ?? []
  const value = fieldOf(now, field)
  const shown = shownValue(field, value, words, departments)
  if (isSame(value, fieldOf(seen, field))) return <p>{text.unchanged(shown)}</p>
  const event = events.findLast(({ changes }) => field in changes)
  const ago = words.format.ago(event?.at ?? now.updated_at, Math.max(clock, Date.parse(now.updated_at)))
  return <p>{text.theirs(event?.actor.name ?? text.someone, shown, ago)}</p>
}

const Mine = ({ field, wanted }: { readonly field: string; readonly wanted: unknown }) => {
  const words = useWords()
  const { stale: text } = useDeskText()
  const departments = useDepartments().data ?? []
  return <p className={styles.mine}>{text.mine(shownValue(field, wanted, words, departments))}</p>
}
