import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TriageModel } from '../../../../../functions/contracts/insight.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button } from '../../../design/button.tsx'
import { Modal } from '../../../design/modal.tsx'
import { EmptyState, FailureNotice } from '../../../design/notice.tsx'
import { PagedTable } from '../../../design/paged-table.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { numeric } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import admin from '../admin.module.css'
import { useChange } from '../use-change.ts'
import styles from './triage-models.module.css'

const PAGE_SIZE = 10

/** Every version trained here, with its score on held-out labels, and a button to return to it. */
export const TriageModels = () => {
  const { format } = useWords()
  const { triage: text } = useAdminText()
  const models = useQuery({ queryKey: keys.models, queryFn: () => call('listTriageModels') })
  const [wanted, setWanted] = useState<TriageModel | null>(null)
  const { modelTable: column } = text
  const active = models.data?.items.find(({ state }) => state === 'active')
  return (
    <QueryView query={models}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={text.noModels}>
            <p>{text.noModelsHint}</p>
          </EmptyState>
        ) : (
          <>
            <PagedTable
              pageSize={PAGE_SIZE}
              label={text.models}
              columns={[
                column.version,
                column.state,
                numeric(column.score),
                numeric(column.labels),
                column.trained,
                text.rollBackShort,
              ]}
              rows={items.map((model) => ({
                key: String(model.version),
                cells: [
                  format.number(model.version),
                  <span key="state" className={styles.state} data-state={model.state}>
                    {text.modelState[model.state]}
                  </span>,
                  model.held_out_score === null ? '–' : format.hundredths(model.held_out_score),
                  format.number(model.labels),
                  format.date(model.created_at),
                  model.state === 'retired' && (
                    <Button key="back" aria-label={text.rollBack(model.version)} onClick={() => setWanted(model)}>
                      {text.rollBackShort}
                    </Button>
                  ),
                ],
              }))}
            />
            {wanted && <RollbackDialog model={wanted} active={active} onClose={() => setWanted(null)} />}
          </>
        )
      }
    </QueryView>
  )
}

/** Asks for confirmation: every later suggestion will come from the chosen version. */
const RollbackDialog = ({ model, active, onClose }: RollbackDialogProps) => {
  const words = useWords()
  const { format } = words
  const { triage: text } = useAdminText()
  const scoreOf = ({ held_out_score }: TriageModel) =>
    held_out_score === null ? '–' : format.hundredths(held_out_score)
  const rollback = useChange(
    (version: number, headers) => call('rollbackTriageModel', { params: { version }, headers }),
    [keys.models],
    {
      wayBack: (version) =>
        active
          ? {
              text: text.rolledBack(version),
              send: (headers) => call('rollbackTriageModel', { params: { version: active.version }, headers }),
            }
          : null,
    },
  )
  const confirm = () => rollback.mutate(model.version, { onSuccess: onClose })
  return (
    <Modal title={text.rollBack(model.version)} onClose={onClose}>
      <p>{text.rollBackHint}</p>
      {active && <p>{text.scores(model.version, scoreOf(model), active.version, scoreOf(active))}</p>}
      {rollback.error && <FailureNotice error={rollback.error} />}
      <div className={admin.actions}>
        <Button kind="primary" busy={rollback.isPending && words.saving} onClick={confirm}>
          {text.rollBack(model.version)}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </Modal>
  )
}

interface RollbackDialogProps {
  readonly model: TriageModel
  readonly active: TriageModel | undefined
  readonly onClose: () => void
}
