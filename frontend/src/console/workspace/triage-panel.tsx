import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import type { Triage, TriageDecision } from '../../../../functions/contracts/triage.ts'
import { call, idempotency } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useSubmissionKey } from '../../api/submission.ts'
import { Button } from '../../design/button.tsx'
import { KeyHint } from '../../design/key-hint.tsx'
import { MachineBox } from '../../design/machine-box.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { categories, priorities } from '../inbox/search.ts'
import { useKeys } from '../keyboard.ts'
import { Choice } from './ticket-head.tsx'
import styles from './triage-panel.module.css'

/** What the model suggests, and a person's word on it. Its reply goes into the composer; only a person sends. */
export const TriagePanel = ({ ticket, triage, onDraft }: TriagePanelProps) => {
  const words = useWords()
  const { triage: text } = useDeskText()
  if (triage.state !== 'pending') {
    const at = triage.decided_at ? words.format.dayAndTime(triage.decided_at) : ''
    return (
      <p className={styles.decided}>
        {text.state[triage.state]} {at}
      </p>
    )
  }
  return <PendingTriage ticket={ticket} triage={triage} onDraft={onDraft} />
}

interface TriagePanelProps {
  readonly ticket: Ticket
  readonly triage: Triage
  readonly onDraft: (reply: string) => void
}

const useDecision = (ticket: Ticket) => {
  const client = useQueryClient()
  const { keyFor, done } = useSubmissionKey()
  return useMutation({
    mutationFn: (body: TriageDecision) =>
      call('decideTriage', { params: { id: ticket.id }, body, headers: idempotency(keyFor(body)) }),
    onSuccess: (changed) => {
      done()
      client.setQueryData(keys.ticket(ticket.id), changed)
      return client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
    },
  })
}

const PendingTriage = ({ ticket, triage, onDraft }: TriagePanelProps) => {
  const words = useWords()
  const { triage: text } = useDeskText()
  const decision = useDecision(ticket)
  const [editing, setEditing] = useState(false)
  const takeDraft = () => triage.reply_draft && onDraft(triage.reply_draft)
  const use = () => decision.mutate({ decision: 'accept' }, { onSuccess: takeDraft })
  const reject = () => decision.mutate({ decision: 'reject' })
  useKeys({ 'Shift+A': use, 'Shift+E': () => setEditing(true), 'Shift+X': reject })

  return (
    <MachineBox
      title={triage.degraded ? text.degraded : text.title}
      aside={text.confidence(words.format.percent(triage.confidence))}
    >
      {triage.summary && <p className={styles.summary}>{triage.summary}</p>}
      <p>
        {text.classification(words.category[triage.suggested_category], words.priority[triage.suggested_priority])}
        {triage.required_skills.length > 0 && `. ${text.skills(triage.required_skills.join(', '))}`}
      </p>
      {triage.suggested_duplicate_of && (
        <p>
          <a href={`/console/tickets/${triage.suggested_duplicate_of}`}>{text.duplicate}</a>
        </p>
      )}
      {triage.reply_draft && (
        <div className={styles.draft}>
          <h4>{text.draft}</h4>
          <p>{triage.reply_draft}</p>
        </div>
      )}
      {triage.resolution_notes && (
        <details>
          <summary>{text.notes}</summary>
          <p className={styles.notes}>{triage.resolution_notes}</p>
        </details>
      )}
      {decision.error && <FailureNotice error={decision.error} />}
      {editing ? (
        <EditTriage
          triage={triage}
          onCancel={() => setEditing(false)}
          onApply={(change) => decision.mutate({ decision: 'modify', ...change }, { onSuccess: takeDraft })}
        />
      ) : (
        <div className={styles.actions}>
          <Button onClick={use} busy={decision.isPending && words.saving}>
            {triage.reply_draft ? text.use : text.accept} <KeyHint>⇧A</KeyHint>
          </Button>
          <Button kind="plain" onClick={() => setEditing(true)}>
            {text.edit} <KeyHint>⇧E</KeyHint>
          </Button>
          <Button kind="plain" onClick={reject}>
            {text.reject} <KeyHint>⇧X</KeyHint>
          </Button>
        </div>
      )}
    </MachineBox>
  )
}

const EditTriage = ({ triage, onApply, onCancel }: EditTriageProps) => {
  const words = useWords()
  const { triage: text, ticket } = useDeskText()
  const [category, setCategory] = useState(triage.suggested_category)
  const [priority, setPriority] = useState(triage.suggested_priority)
  return (
    <div className={styles.edit}>
      <Choice
        label={ticket.category}
        value={category}
        options={categories.map((one) => [one, words.category[one]])}
        onChoose={setCategory}
      />
      <Choice
        label={ticket.priority}
        value={priority}
        options={priorities.map((one) => [one, words.priority[one]])}
        onChoose={setPriority}
      />
      <Button onClick={() => onApply({ category, priority })}>{text.apply}</Button>
      <Button kind="plain" onClick={onCancel}>
        {words.cancel}
      </Button>
    </div>
  )
}

interface EditTriageProps {
  readonly triage: Triage
  readonly onApply: (change: Pick<TriageDecision, 'category' | 'priority'>) => void
  readonly onCancel: () => void
}
