import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type RefObject, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import type { Triage, TriageDecision } from '../../../../functions/contracts/triage.ts'
import { call, idempotency } from '../../api/call.ts'
import { addToDraft, draftSubmission, forgetDraft, useDraft, useRewording } from '../../api/drafts.ts'
import { hasStatus } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useOnce } from '../../api/use-once.ts'
import { usePersonCheck } from '../../api/use-person-check.ts'
import { useSubmissionKey } from '../../api/use-submission-key.ts'
import { Button } from '../../design/button.tsx'
import { useNow } from '../../design/clock.ts'
import { KeyHint } from '../../design/key-hint.tsx'
import { MachineBox } from '../../design/machine-box.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { isOf, useFailures } from '../failures/failures.ts'
import { useKeys } from '../keyboard.ts'
import { useMe } from '../me.ts'
import { EditTriage } from './edit-triage.tsx'
import { KeptDecision } from './kept-drafts.tsx'
import { RejectTriage } from './reject-triage.tsx'
import { isMadeIn } from './ticket-change.ts'
import styles from './triage-panel.module.css'
import { useMerge } from './use-merge.ts'
import { useOutcome } from './use-outcome.ts'
import { draftOf } from './use-sending.ts'
import { useTakeTicket, useTicket } from './use-ticket.ts'

/** The model's suggestion, and a person's decision on it. Its reply goes into the composer; only a person sends it. */
export const TriagePanel = ({ ticket, triage, onDraft }: TriagePanelProps) => {
  const [wasPending] = useState(triage.state === 'pending')
  if (triage.state !== 'pending') {
    return (
      <>
        <DecidedLine state={triage.state} at={triage.decided_at} />
        <KeptDecision ticketId={ticket.id} interrupts={wasPending} />
      </>
    )
  }
  return <PendingTriage ticket={ticket} triage={triage} onDraft={onDraft} />
}

const DecidedLine = ({ state, at }: DecidedLineProps) => {
  const { format } = useWords()
  const { triage: text } = useDeskText()
  const now = useNow()
  return (
    <p className={styles.decided}>
      {text.state[state]} {at && format.moment(at, now)}
    </p>
  )
}

interface DecidedLineProps {
  readonly state: Exclude<Triage['state'], 'pending'>
  readonly at: string | null
}

interface TriagePanelProps {
  readonly ticket: Ticket
  readonly triage: Triage
  /** Focuses the draft into which the reply was put. */
  readonly onDraft: () => void
}

interface Decided {
  /** Without a reply, which the host would send at once: a person sends it from the draft. */
  readonly body: Omit<TriageDecision, 'reply'>
  /** The reply that is put into the draft. */
  readonly reply: string
  /** The reason for the rejection, for colleagues. */
  readonly reason?: string
  /** The element that had the focus when the decision was made. */
  readonly from: Element | null
}

const stateAfter = { accept: 'accepted', modify: 'modified', reject: 'rejected' } as const

/** Whether a ticket's suggestion has been decided that way. */
const isDecidedIn =
  ({ decision, ...labels }: Decided['body']) =>
  (now: Ticket): boolean =>
    now.triage?.state === stateAfter[decision] && isMadeIn(labels)(now)

/** Writes the reason for a rejection as a note for colleagues, once however often it is tried; keeps it on failure. */
const useReason = (ticket: Ticket) => {
  const client = useQueryClient()
  const me = useMe()
  const { triage: text, failures } = useDeskText()
  const { report, settle } = useFailures()
  const checkPerson = usePersonCheck()
  const subject = draftOf(ticket.id, 'reason')
  const { keyFor, sent } = draftSubmission(me.id, subject)
  const tell = async (reason: string): Promise<void> => {
    const note = { body: text.rejectedBecause(reason), visibility: 'internal' } as const
    // A note under way must not be shown as one that failed.
    forgetDraft(me.id, subject, reason)
    try {
      checkPerson()
      await call('addComment', { params: { id: ticket.id }, body: note, headers: idempotency(keyFor(note)) })
      sent(reason)
    } catch (error) {
      addToDraft(me.id, subject, reason)
      const again = () => {
        settle(isOf(ticket.id, 'suggestion'))
        void tell(reason)
      }
      report({ ticket, about: 'suggestion', title: failures.notTold, error, again })
    }
    await client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
  }
  return tell
}

/** A person's decision on a suggestion. */
const useDecision = (ticket: Ticket, panel: RefObject<HTMLElement | null>, onDraft: () => void) => {
  const client = useQueryClient()
  const me = useMe()
  const { failures: text } = useDeskText()
  const { report, settle } = useFailures()
  const take = useTakeTicket()
  const outcomeOf = useOutcome()
  const { keyFor, done } = useSubmissionKey()
  const tellWhy = useReason(ticket)
  const decision = useOnce({
    mutationKey: ['decide-triage', ticket.id],
    mutationFn: ({ body }: Decided) =>
      outcomeOf(
        ticket.id,
        call('decideTriage', { params: { id: ticket.id }, body, headers: idempotency(keyFor(body)) }),
        (now) => now.triage?.decided_by === me.id && isDecidedIn(body)(now),
      ),
    onMutate: () => settle(isOf(ticket.id, 'suggestion')),
    onSuccess: (changed, { reply, reason, from }) => {
      done()
      if (reason) void tellWhy(reason)
      const writesOn = forgetDraft(me.id, draftOf(ticket.id, 'suggestion'), reply)
      if (reply) addToDraft(me.id, draftOf(ticket.id, 'public'), reply)
      const { activeElement: at, body } = document
      const wentOn = at !== from && at !== body && !panel.current?.contains(at)
      // Moves the focus before the panel goes away, unless the person is typing elsewhere by now: the rest of a note
      // would end up in the reply.
      if (reply && !writesOn && !wentOn) onDraft()
      return take(changed)
    },
    onError: (error, decided) => {
      // Somebody else may have decided.
      void client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
      // The draft may have changed by now, and its form tries again with the new text.
      const again = decided.body.decision === 'accept' && { again: () => decision.mutate(decided) }
      report({ ticket, about: 'suggestion', title: text.notDecided, error, ...again })
    },
  })
  return {
    isPending: decision.isPending,
    decide: (decided: Omit<Decided, 'from'>) => decision.mutate({ ...decided, from: document.activeElement }),
  }
}

/** Why a form is open: one restored with its ticket, because of a draft, does not take the focus. */
type Opened = 'begun' | 'resumed' | null

const PendingTriage = ({ ticket, triage, onDraft }: TriagePanelProps) => {
  const words = useWords()
  const { triage: text } = useDeskText()
  const me = useMe()
  const draft = useRewording(me.id, draftOf(ticket.id, 'suggestion'))
  const [editing, setEditing] = useState<Opened>(draft.text === null ? null : 'resumed')
  const cancel = () => {
    setEditing(null)
    draft.giveUp()
  }
  const panel = useRef<HTMLElement>(null)
  const decision = useDecision(ticket, panel, onDraft)
  const use = () => decision.decide({ body: { decision: 'accept' }, reply: triage.reply_draft })
  const edit = () => setEditing('begun')
  const reason = useDraft(me.id, draftOf(ticket.id, 'reason'))
  const [rejecting, setRejecting] = useState<Opened>(reason.text.trim() ? 'resumed' : null)
  const rejectButton = useRef<HTMLButtonElement>(null)
  const reject = () => setRejecting('begun')
  const keep = () => {
    reason.write('')
    // The button is rendered again once the form is gone.
    flushSync(() => setRejecting(null))
    rejectButton.current?.focus()
  }
  useKeys(editing || rejecting ? {} : { 'Shift+A': use, 'Shift+E': edit, 'Shift+X': reject })

  return (
    <MachineBox
      ref={panel}
      title={triage.degraded ? text.degraded : text.title}
      aside={text.confidence(words.format.percent(triage.confidence))}
    >
      {triage.summary && (
        <p className={styles.summary} dir="auto">
          {triage.summary}
        </p>
      )}
      <p>
        {text.classification(words.category[triage.suggested_category], words.priority[triage.suggested_priority])}
        {triage.required_skills.length > 0 && `. ${text.skills(triage.required_skills.join(', '))}`}
      </p>
      {triage.suggested_duplicate_of && <Duplicate ticket={ticket} other={triage.suggested_duplicate_of} />}
      {triage.reply_draft && (
        <div className={styles.draft}>
          <h4>{text.draft}</h4>
          <p dir="auto">{triage.reply_draft}</p>
        </div>
      )}
      {triage.resolution_notes && (
        <details>
          <summary>{text.notes}</summary>
          <p className={styles.notes}>{triage.resolution_notes}</p>
        </details>
      )}
      {editing ? (
        <EditTriage
          triage={triage}
          draft={draft}
          takesFocus={editing === 'begun'}
          isApplying={decision.isPending}
          onCancel={cancel}
          onApply={(change, reply) => decision.decide({ body: { decision: 'modify', ...change }, reply })}
        />
      ) : rejecting ? (
        <RejectTriage
          draft={reason}
          takesFocus={rejecting === 'begun'}
          isRejecting={decision.isPending}
          onCancel={keep}
          onReject={(why) => decision.decide({ body: { decision: 'reject' }, reply: '', reason: why })}
        />
      ) : (
        <div className={styles.actions}>
          <Button onClick={use} busy={decision.isPending && words.saving}>
            {triage.reply_draft ? text.use : text.accept} <KeyHint>⇧A</KeyHint>
          </Button>
          <Button kind="plain" onClick={edit}>
            {text.edit} <KeyHint>⇧E</KeyHint>
          </Button>
          <Button kind="plain" ref={rejectButton} onClick={reject}>
            {text.reject} <KeyHint>⇧X</KeyHint>
          </Button>
        </div>
      )}
    </MachineBox>
  )
}

/** The possible duplicate, with a button to merge this ticket into it if that is possible. */
const Duplicate = ({ ticket, other }: { readonly ticket: Ticket; readonly other: string }) => {
  const words = useWords()
  const { triage: text } = useDeskText()
  const merging = useMerge(ticket)
  const { data, error } = useTicket(other)
  if (hasStatus(error, 404)) return <p>{text.hiddenDuplicate}</p>
  const takesIn = data !== undefined && data.merged_into === null && data.status !== 'closed'
  return (
    <div className={styles.duplicate}>
      <p>
        {text.duplicate}{' '}
        <Link to="/tickets/$ticketId" params={{ ticketId: other }} search={(before) => before}>
          {data ? (
            <>
              <span className={styles.number}>{data.number}</span> <span dir="auto">{data.title}</span>
            </>
          ) : (
            text.another
          )}
        </Link>{' '}
        {data && <StatusMark status={data.status} />}
      </p>
      {takesIn && (
        <Button busy={merging.isPending && words.saving} onClick={() => merging.mutate(other)}>
          {text.mergeInto}
        </Button>
      )}
    </div>
  )
}
