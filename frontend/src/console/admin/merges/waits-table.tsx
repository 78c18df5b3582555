import type { MergePlan } from '../../../../../functions/contracts/insight.ts'
import { numeric, Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useDepartments } from '../../use-departments.ts'

/** Expected waiting times without and with the merge. */
export const WaitsTable = ({ plan }: { readonly plan: MergePlan }) => {
  const { format } = useWords()
  const { merges } = useAdminText()
  const departments = useDepartments().data ?? []
  const { before, after } = plan.predicted
  const nameOf = (id: string) => departments.find((department) => department.id === id)?.name ?? '–'
  return (
    <Table
      label={merges.wait}
      columns={[merges.wait, numeric(merges.before), numeric(merges.after)]}
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
