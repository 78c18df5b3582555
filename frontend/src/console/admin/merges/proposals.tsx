import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MergePlan } from '../../../../../functions/contracts/insight.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button, onFirstClick } from '../../../design/button.tsx'
import { MachineBox } from '../../../design/machine-box.tsx'
import { EmptyState, FailureNotice } from '../../../design/notice.tsx'
import { PassingItem } from '../../../design/passing-item.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useDepartments } from '../../use-departments.ts'
import styles from '../admin.module.css'
import { useChange } from '../use-change.ts'
import { MergePreview, useSharedCount } from './merge-preview.tsx'
import { WaitsTable } from './waits-table.tsx'

const FRESH_EVERY_MS = 15_000

export const useMerges = () =>
  useQuery({ queryKey: keys.merges, queryFn: () => call('listMerges'), refetchInterval: FRESH_EVERY_MS })

/** Proposed merges, each with its reason and expected effect, for a person to decide. */
export const Proposals = ({ none }: { readonly none: string }) => (
  <QueryView query={useMerges()} rows={2} height={60}>
    {({ items }) => {
      const proposed = items.filter(({ state }) => state === 'proposed')
      if (proposed.length === 0) return <EmptyState title={none} />
      return (
        <ul className={styles.stack}>
          {proposed.map((plan) => (
            <PassingItem key={plan.id}>
              <Proposal plan={plan} />
            </PassingItem>
          ))}
        </ul>
      )
    }}
  </QueryView>
)

/** Such as "Billing 96 % into General 22 %." */
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
  const words = useWords()
  const { format } = words
  const { merges } = useAdminText()
  const sentence = useMergeSentence()
  const shared = useSharedCount(plan)
  const touched = [keys.merges, keys.departments, keys.tickets]
  const params = { id: plan.id }
  const [previewing, setPreviewing] = useState(false)
  // One mutation for both decisions: nobody can approve and dismiss at once, nor after coming back to the screen.
  const decide = useChange(
    (route: 'approveMerge' | 'rejectMerge', headers) => call(route, { params, headers }),
    touched,
    {
      mutationKey: ['decide-merge', plan.id],
      wayBack: (route) =>
        route === 'approveMerge'
          ? {
              text: merges.approved(sentence(plan)),
              send: (headers) => call('undoMerge', { params, headers }),
            }
          : null,
    },
  )
  return (
    <MachineBox title={merges.proposed} aside={merges.expires(format.time(plan.expires_at))}>
      <p>
        <strong>{sentence(plan)}</strong> {merges.tickets(shared)}. {plan.reason}
      </p>
      <WaitsTable plan={plan} />
      {decide.error && <FailureNotice error={decide.error} />}
      <div className={styles.actions}>
        <Button onClick={() => setPreviewing(true)}>{merges.preview}</Button>
        <Button
          kind="primary"
          busy={decide.isPending && words.saving}
          onClick={onFirstClick(() => decide.mutate('approveMerge'))}
        >
          {merges.approve}
        </Button>
        <Button
          kind="plain"
          aria-disabled={decide.isPending}
          onClick={onFirstClick(() => decide.mutate('rejectMerge'))}
        >
          {merges.dismiss}
        </Button>
      </div>
      {previewing && <MergePreview plan={plan} title={sentence(plan)} onClose={() => setPreviewing(false)} />}
    </MachineBox>
  )
}
