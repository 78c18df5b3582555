import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Department } from '../../../../../functions/contracts/department.ts'
import type { PolicyComparison } from '../../../../../functions/contracts/insight.ts'
import { call, idempotency } from '../../../api/call.ts'
import { useSubmissionKey } from '../../../api/use-submission-key.ts'
import { EmptyState, FailureNotice } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { Skeleton } from '../../../design/skeleton.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { Screen } from '../../screen.tsx'
import { useDepartments } from '../../use-departments.ts'
import { PolicyForm, type PolicyQuestion } from './policy-form.tsx'
import styles from './policy-lab.module.css'
import { PolicyOutcome } from './policy-outcome.tsx'

/** Replays the past under another rule; changes nothing. */
export const PolicyLabScreen = () => {
  const { nav } = useDeskText()
  const { lab: text } = useAdminText()
  const departments = useDepartments()
  return (
    <Screen title={nav.lab}>
      <p className={styles.lead}>{text.lead}</p>
      <QueryView query={departments} rows={3}>
        {(items) =>
          items.length === 0 ? <EmptyState title={text.noDepartments} /> : <Laboratory departments={items} />
        }
      </QueryView>
    </Screen>
  )
}

const Laboratory = ({ departments }: { readonly departments: readonly Department[] }) => {
  const { lab: text } = useAdminText()
  const { keyFor, done } = useSubmissionKey()
  const [asked, setAsked] = useState<PolicyQuestion | null>(null)
  const comparing = useMutation({
    mutationFn: (body: PolicyQuestion): Promise<PolicyComparison> =>
      call('comparePolicies', { body, headers: idempotency(keyFor(body)) }),
    onSuccess: () => done(),
  })
  const ask = (question: PolicyQuestion) => {
    if (comparing.isPending) return
    setAsked(question)
    comparing.mutate(question)
  }
  return (
    <>
      <PolicyForm departments={departments} isBusy={comparing.isPending} error={comparing.error} onAsk={ask} />
      {comparing.error && <FailureNotice error={comparing.error} />}
      {comparing.isIdle && <EmptyState title={text.notAsked} />}
      {comparing.isPending && <Skeleton rows={5} height={37} />}
      {comparing.data && asked && <PolicyOutcome comparison={comparing.data} question={asked} />}
    </>
  )
}
