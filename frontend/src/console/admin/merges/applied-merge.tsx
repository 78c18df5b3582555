import { useQuery } from '@tanstack/react-query'
import type { MergePlan } from '../../../../../functions/contracts/insight.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button } from '../../../design/button.tsx'
import { FailureNotice } from '../../../design/notice.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import styles from '../admin.module.css'
import { useChange } from '../use-change.ts'
import { useMergeSentence } from './proposals.tsx'

/** The count reads every ticket of a plan, so it is not repeated for every ticket that changes somewhere. */
const FRESH_FOR_MS = 300_000

/** How many of a plan's tickets have changed since it took effect; an undo cannot undo those changes. */
const useTouchedSince = ({ id, ticket_ids, applied_at }: MergePlan) =>
  useQuery({
    queryKey: keys.touchedSince(id),
    queryFn: async () => {
      const tickets = await Promise.all(ticket_ids.map((ticket) => call('getTicket', { params: { id: ticket } })))
      return tickets.filter(({ updated_at }) => updated_at > (applied_at ?? '')).length
    },
    enabled: applied_at !== null,
    staleTime: FRESH_FOR_MS,
  })

/** A merge in effect, with a button to undo it. */
export const AppliedMerge = ({ plan }: { readonly plan: MergePlan }) => {
  const words = useWords()
  const { merges: text } = useAdminText()
  const sentence = useMergeSentence()
  const touched = useTouchedSince(plan).data
  const undo = useChange(
    (_: null, headers) => call('undoMerge', { params: { id: plan.id }, headers }),
    [keys.merges, keys.departments, keys.tickets],
  )
  return (
    <article className={styles.card}>
      <p>
        <strong>{sentence(plan)}</strong> {text.tickets(plan.ticket_ids.length)}.
      </p>
      <p className={styles.quiet}>{plan.reason}</p>
      {touched !== undefined && <p>{text.touched(touched)}</p>}
      {undo.error && <FailureNotice error={undo.error} />}
      <div className={styles.actions}>
        <Button busy={undo.isPending && words.saving} onClick={() => undo.mutate(null)}>
          {words.undo}
        </Button>
      </div>
    </article>
  )
}
