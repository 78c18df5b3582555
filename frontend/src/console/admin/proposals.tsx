import { useQuery } from '@tanstack/react-query'
import type { MergePlan } from '../../../../functions/contracts/insight.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { MachineBox } from '../../design/machine-box.tsx'
import { EmptyState, FailureNotice } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { Table } from '../../design/table.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useDepartments } from '../department-loads.tsx'
import styles from './admin.module.css'
import { useChange } from './use-change.ts'

const FRESH_EVERY_MS = 15_000

export const useMerges = () =>
  useQuery({ queryKey: keys.merges, queryFn: () => call('listMerges'), refetchInterval: FRESH_EVERY_MS })

/** Merges that a machine proposes, each with its reason and its expected effect, for a person to decide. */
export const Proposals = ({ none }: { readonly none: string }) => (
  <QueryView query={useMerges()} rows={2} height={60}>
    {({ items }) => {
      const proposed = items.filter(({ state }) => state === 'proposed')
      if (proposed.length === 0) return <EmptyState title={none} />
      return (
        <div className={styles.stack}>
          {proposed.map((plan) => (
            <Proposal key={plan.id} plan={plan} />
          ))}
        </div>
      )
    }}
  </QueryView>
)

/** "Billing 96 % into General 22 %." */
export const useMergeSentence = () => {
  const { format } = useWords()
  const { merges } = useAdminText()
  const departments = useDepartments().data ?? []
  const nameOf = (id: string) => departments.find((department) => department.id === id)?.name ?? '–'
  return ({ source_department_id, target_department_id, pressure }: MergePlan) =>
    merges.sentence(
      nameOf(source_department_id),
      format.percent(pressure.source),
      nameOf(target_department_id),
      format.percent(pressure.target),
    )
}

const Proposal = ({ plan }: { readonly plan: MergePlan }) => {
  const { format } = useWords()
  const { merges } = useAdminText()
  const sentence = useMergeSentence()
  const touched = [keys.merges, keys.departments, keys.tickets]
  const params = { id: plan.id }
  const approve = useChange((_: null, headers) => call('approveMerge', { params, headers }), touched)
  const dismiss = useChange((_: null, headers) => call('rejectMerge', { params, headers }), touched)
  const error = approve.error ?? dismiss.error
  return (
    <MachineBox title={merges.proposed} aside={merges.expires(format.time(plan.expires_at))}>
      <p>
        <strong>{sentence(plan)}</strong> {merges.tickets(plan.ticket_ids.length)}. {plan.reason}
      </p>
      <WaitsTable plan={plan} />
      {error && <FailureNotice error={error} />}
      <div className={styles.actions}>
        <Button kind="primary" onClick={() => approve.mutate(null)}>
          {merges.approve}
        </Button>
        <Button kind="plain" onClick={() => dismiss.mutate(null)}>
          {merges.dismiss}
        </Button>
      </div>
    </MachineBox>
  )
}

/** What waiting is expected to be without and with the merge. */
const WaitsTable = ({ plan }: { readonly plan: MergePlan }) => {
  const { format } = useWords()
  const { merges } = useAdminText()
  const departments = useDepartments().data ?? []
  const { before, after } = plan.predicted
  const nameOf = (id: string) => departments.find((department) => department.id === id)?.name ?? '–'
  return (
    <Table
      label={merges.wait}
      columns={[merges.wait, merges.before, merges.after]}
      rows={[
        {
          key: 'source',
          cells: [
            nameOf(plan.source_department_id),
            format.seconds(before.source_wait_seconds),
            format.seconds(after.source_wait_seconds),
          ],
        },
        {
          key: 'target',
          cells: [
            nameOf(plan.target_department_id),
            format.seconds(before.target_wait_seconds),
            format.seconds(after.target_wait_seconds),
          ],
        },
      ]}
    />
  )
}
