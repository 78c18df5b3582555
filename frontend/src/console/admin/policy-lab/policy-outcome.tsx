import { Link } from '@tanstack/react-router'
import type { PolicyComparison } from '../../../../../functions/contracts/insight.ts'
import { MachineBox } from '../../../design/machine-box.tsx'
import { numeric, Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useDepartments } from '../../use-departments.ts'
import admin from '../admin.module.css'
import type { PolicyQuestion } from './policy-form.tsx'
import styles from './policy-lab.module.css'

type Outcome = PolicyComparison['today']

/** How the mean wait would change; a difference counts only if the two intervals do not overlap. */
const verdictOf = ({ today, proposed }: PolicyComparison): 'shorter' | 'longer' | 'level' => {
  const difference = proposed.mean_wait_seconds - today.mean_wait_seconds
  if (Math.abs(difference) <= today.uncertainty + proposed.uncertainty) return 'level'
  return difference < 0 ? 'shorter' : 'longer'
}

/** The past under today's rule and under the other one, side by side; dashed, because it is simulated. */
export const PolicyOutcome = ({ comparison, question }: PolicyOutcomeProps) => {
  const { format } = useWords()
  const { nav, ticket } = useDeskText()
  const { lab: text } = useAdminText()
  const departments = useDepartments().data ?? []
  const { today, proposed } = comparison
  const department = departments.find(({ id }) => id === question.department_id)?.name ?? ''
  const verdict = verdictOf(comparison)
  const difference = format.seconds(Math.abs(proposed.mean_wait_seconds - today.mean_wait_seconds))
  const row = (key: keyof Outcome, shown: (outcome: Outcome) => string) => ({
    key,
    cells: [text.measures[key], shown(today), shown(proposed)],
  })
  return (
    <MachineBox level="h2" title={text.outcome(department, ticket.strategies[question.strategy])}>
      <p className={styles.verdict} role="status">
        {verdict === 'level' ? text.level : text[verdict](difference)}
      </p>
      <Table
        label={text.result}
        columns={[text.measure, numeric(text.today), numeric(text.proposed)]}
        rows={[
          row('mean_wait_seconds', (outcome) =>
            text.plusMinus(format.seconds(outcome.mean_wait_seconds), format.seconds(outcome.uncertainty)),
          ),
          row('p95_wait_seconds', (outcome) => format.seconds(outcome.p95_wait_seconds)),
          row('breaches', (outcome) => format.number(outcome.breaches)),
          row('skill_match', (outcome) => format.percent(outcome.skill_match)),
          row('jain', (outcome) => format.hundredths(outcome.jain)),
        ]}
      />
      <p className={admin.quiet}>{text.honesty}</p>
      <p>
        <Link to="/departments">{text.toForce(nav.departments)}</Link>
      </p>
    </MachineBox>
  )
}

interface PolicyOutcomeProps {
  readonly comparison: PolicyComparison
  readonly question: PolicyQuestion
}
