import type { MergePlan } from '../../../../../functions/contracts/insight.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button } from '../../../design/button.tsx'
import { EmptyState, FailureNotice, Notice } from '../../../design/notice.tsx'
import { PagedTable } from '../../../design/paged-table.tsx'
import { PassingItem } from '../../../design/passing-item.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { numeric } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part, Screen } from '../../screen.tsx'
import styles from '../admin.module.css'
import { useChange } from '../use-change.ts'
import { AppliedMerge } from './applied-merge.tsx'
import { Proposals, useMergeSentence, useMerges } from './proposals.tsx'

const PAGE_SIZE = 10

/** Merges of departments: proposed, in effect and past. */
export const MergesScreen = () => {
  const { format } = useWords()
  const { nav } = useDeskText()
  const { merges: text, overview } = useAdminText()
  const merges = useMerges()
  const check = useChange(
    async (_: null, headers) => {
      const { items } = await call('checkMerges', { headers })
      return { at: new Date().toISOString(), proposed: items.filter(({ state }) => state === 'proposed').length }
    },
    [keys.merges],
  )
  return (
    <Screen
      title={nav.merges}
      actions={
        <Button busy={check.isPending && text.checking} onClick={() => check.mutate(null)}>
          {text.check}
        </Button>
      }
    >
      {check.error && <FailureNotice error={check.error} />}
      {check.data && (
        <Notice kind="ok">
          <p>{text.checked(format.time(check.data.at), check.data.proposed)}</p>
        </Notice>
      )}
      <Part title={overview.proposals} id="proposals">
        <Proposals none={text.none} />
      </Part>
      <QueryView query={merges}>{({ items }) => <Decided plans={items} />}</QueryView>
    </Screen>
  )
}

const Decided = ({ plans }: { readonly plans: readonly MergePlan[] }) => {
  const { format } = useWords()
  const { merges: text } = useAdminText()
  const sentence = useMergeSentence()
  const applied = plans.filter(({ state }) => state === 'applied')
  const earlier = plans.filter(({ state }) => state !== 'applied' && state !== 'proposed')
  return (
    <>
      <Part title={text.applied} id="applied">
        {applied.length === 0 ? (
          <EmptyState title={text.noneApplied} />
        ) : (
          <ul className={styles.stack}>
            {applied.map((plan) => (
              <PassingItem key={plan.id}>
                <AppliedMerge plan={plan} />
              </PassingItem>
            ))}
          </ul>
        )}
      </Part>
      {earlier.length > 0 && (
        <Part title={text.history} id="earlier">
          <PagedTable
            pageSize={PAGE_SIZE}
            label={text.history}
            columns={[text.table.what, text.table.state, text.table.at, numeric(text.table.tickets)]}
            rows={earlier.map((plan) => ({
              key: plan.id,
              cells: [
                sentence(plan),
                text.state[plan.state],
                format.dayAndTime(plan.proposed_at),
                format.number(plan.ticket_ids.length),
              ],
            }))}
          />
        </Part>
      )}
    </>
  )
}
