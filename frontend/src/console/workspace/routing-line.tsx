import type { RoutingDecision } from '../../../../functions/contracts/routing.ts'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { ScrollBox } from '../../design/scroll-box.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useDepartments } from '../use-departments.ts'
import styles from './routing-line.module.css'
import { useRouting } from './use-ticket.ts'

/** "Why me?" in one line; on demand the whole decision, with all agents who were considered. */
export const RoutingLine = ({ ticket }: { readonly ticket: Ticket }) => {
  const { ticket: text } = useDeskText()
  const { data } = useRouting(ticket.id)
  const departments = useDepartments().data ?? []
  const department = departments.find(({ id }) => id === ticket.department_id)?.name ?? ''
  const decision = data?.at(-1)
  if (!decision) return <p className={styles.line}>{data ? `${department} ${text.noRouting}` : department}</p>
  return (
    <details className={styles.why}>
      <summary className={styles.line}>
        <Summary ticket={ticket} decision={decision} department={department} />
      </summary>
      <Decision decision={decision} />
    </details>
  )
}

const Summary = ({ ticket, decision, department }: SummaryProps) => {
  const { format } = useWords()
  const { ticket: text } = useDeskText()
  const chosen = decision.candidates.find(({ agent_id }) => agent_id === decision.chosen)
  if (!ticket.assignee) return text.queued(department)
  const { name } = ticket.assignee
  if (decision.outcome === 'manual' || !chosen) return text.manual(name, department)
  const because = text.because(format.decimal(chosen.skill), chosen.active, chosen.capacity)
  return `${text.routed(name, department)} (${because})`
}

interface SummaryProps {
  readonly ticket: Ticket
  readonly decision: RoutingDecision
  readonly department: string
}

const Decision = ({ decision }: { readonly decision: RoutingDecision }) => {
  const { format } = useWords()
  const { ticket: text } = useDeskText()
  const { candidate: column } = text
  return (
    <div className={styles.decision}>
      <p>
        <strong>{text.why}</strong> {decision.reason}
      </p>
      <p className={styles.quiet}>
        {text.strategy}: {text.strategies[decision.strategy]}
      </p>
      <ScrollBox label={text.why}>
        <table>
          <thead>
            <tr>
              <th scope="col">{column.name}</th>
              <th scope="col">{column.load}</th>
              <th scope="col">{column.skill}</th>
              <th scope="col">{column.availability}</th>
              <th scope="col">{column.performance}</th>
              <th scope="col">{column.score}</th>
            </tr>
          </thead>
          <tbody>
            {decision.candidates.map((one) => (
              <tr key={one.agent_id} data-chosen={one.agent_id === decision.chosen}>
                <th scope="row">
                  {one.name}
                  {one.agent_id === decision.chosen && <em> {column.chosen}</em>}
                  {one.excluded_because && <span className={styles.quiet}> {one.excluded_because}</span>}
                </th>
                <td>
                  {one.active}/{one.capacity}
                </td>
                <td>{format.hundredths(one.skill)}</td>
                <td>{format.hundredths(one.availability)}</td>
                <td>{format.hundredths(one.performance)}</td>
                <td>{one.score === null ? '–' : format.hundredths(one.score)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  )
}
