import { useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'
import type { AssignmentChange } from '../../../../functions/contracts/routing.ts'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency } from '../../api/call.ts'
import { hasCode, ProblemError } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useInTurn, useUnderway } from '../../api/use-in-turn.ts'
import { usePersonCheck } from '../../api/use-person-check.ts'
import { useSubmissionKey } from '../../api/use-submission-key.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Notice } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { isOf, useFailures } from '../failures/failures.ts'
import { useUndo } from '../undo/undo.ts'
import { useAgents } from '../use-agents.ts'
import { isGivenIn } from './ticket-change.ts'
import { useOutcome } from './use-outcome.ts'
import { useTakeTicket } from './use-ticket.ts'

const AUTO = 'auto'
const NOBODY = 'nobody'

const changeFor = (choice: string): AssignmentChange => {
  if (choice === AUTO) return { auto: true }
  return choice === NOBODY ? { unassign: true } : { agent_id: choice }
}
const choiceOf = (change: AssignmentChange): string => {
  if ('agent_id' in change) return change.agent_id
  return 'auto' in change ? AUTO : NOBODY
}

/** The choice that matches a ticket's assignee. */
const choiceIn = ({ assignee }: Ticket): string => assignee?.id ?? NOBODY

interface Asked {
  readonly body: AssignmentChange
  /** The choice on screen before this one. */
  readonly seen: string
  /** Whether it is another try of a choice that failed some time ago. */
  readonly isAgain?: true
}

const assignmentsOf = (ticket: Ticket) => ['assign', ticket.id] as const

/** The latest choice that is still under way. */
const useChoiceUnderway = (ticket: Ticket): string | undefined => {
  const last = useUnderway<Asked>(assignmentsOf(ticket)).at(-1)?.variables
  return last && choiceOf(last.body)
}

/** Shows the assignee and reassigns by hand; an agent beyond capacity must be confirmed. */
export const AssigneeControl = ({ ticket, ref }: AssigneeControlProps) => {
  const { ticket: text } = useDeskText()
  const agents = useAgents()
  const seen = useChoiceUnderway(ticket) ?? choiceIn(ticket)
  const assign = useAssignment(ticket)
  const full = useFailures().all.filter(isOf(ticket.id, 'assignment')).at(-1)?.full
  const known = agents.some(({ id }) => id === ticket.assignee?.id)
  const options: (readonly [string, string])[] = [
    [NOBODY, ticket.assignee ? text.unassign : text.unassigned],
    [AUTO, text.automatic],
    ...(ticket.assignee && !known ? [[ticket.assignee.id, ticket.assignee.name] as const] : []),
    ...agents.map(({ id, name, active, capacity }) => [id, `${name} ${active}/${capacity}`] as const),
  ]
  /** Takes effect once, however often it is pressed before the offer is gone. */
  const assignAnyway = (agent_id: string) => {
    // The button goes away together with the offer.
    ref.current?.focus()
    assign.mutateUnless(() => true, { body: { agent_id, override: true }, seen })
  }
  return (
    <>
      <Choice
        ref={ref}
        label={text.assignee}
        value={seen}
        options={options}
        disabled={ticket.merged_into !== null}
        onChoose={(choice) => assign.mutate({ body: changeFor(choice), seen })}
      />
      {full && (
        <Notice kind="warn">
          {text.overCapacity} <Button onClick={() => assignAnyway(full)}>{text.assignAnyway}</Button>
        </Notice>
      )}
    </>
  )
}

interface AssigneeControlProps {
  readonly ticket: Ticket
  readonly ref: RefObject<HTMLSelectElement | null>
}

/** The change that gives a ticket back to its previous assignee, even if that agent is full. */
const formerOf = ({ assignee }: Ticket): AssignmentChange =>
  assignee ? { agent_id: assignee.id, override: true } : { unassign: true }

/**
 * Reassigns the ticket, with a toast to undo it; of several choices the last one prevails. A choice tried again does
 * not take the ticket from anybody who got it meanwhile.
 */
const useAssignment = (ticket: Ticket) => {
  const client = useQueryClient()
  const { undo: text, failures } = useDeskText()
  const { report, settle } = useFailures()
  const offerUndo = useUndo()
  const { keyFor, done } = useSubmissionKey()
  const send = (body: AssignmentChange, key: string) =>
    call('changeAssignment', { params: { id: ticket.id }, body, headers: idempotency(key) })
  const outcomeOf = useOutcome()
  const checkPerson = usePersonCheck()
  const takeTicket = useTakeTicket()
  const take = (changed: Ticket) => {
    void client.invalidateQueries({ queryKey: keys.agents })
    return takeTicket(changed)
  }
  /** The assignment route takes no version to match, so a retry based on an outdated assignee is refused here. */
  const checkUntaken = async ({ body, seen }: Asked) => {
    const now = await call('getTicket', { params: { id: ticket.id } })
    checkPerson()
    if (choiceIn(now) !== seen && !isGivenIn(body)(now))
      throw new ProblemError({ status: 412, code: 'version_mismatch' })
  }
  const assign = useInTurn({
    mutationKey: assignmentsOf(ticket),
    mutationFn: async (asked: Asked) => {
      const { body, isAgain } = asked
      settle(isOf(ticket.id, 'assignment'))
      if (isAgain) await checkUntaken(asked)
      // Reads the assignee only now, in turn: the choice before this one may have changed it.
      const former = formerOf(client.getQueryData<Ticket>(keys.ticket(ticket.id)) ?? ticket)
      return { changed: await outcomeOf(ticket.id, send(body, keyFor(body)), isGivenIn(body)), former }
    },
    onError: (error, asked) => {
      const { body } = asked
      // The host may have made the change nevertheless.
      void client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
      const full = hasCode(error, 'agent_at_capacity') && 'agent_id' in body && { full: body.agent_id }
      report({
        ticket,
        about: 'assignment',
        title: failures.notAssigned,
        error,
        again: () => assign.mutate({ ...asked, isAgain: true }),
        ...full,
      })
    },
    onSuccess: ({ changed, former }) => {
      done()
      void take(changed)
      const key = crypto.randomUUID()
      offerUndo({
        text: changed.assignee ? text.assigned(ticket.number, changed.assignee.name) : text.unassigned(ticket.number),
        undo: async () => take(await send(former, key)),
      })
    },
  })
  return assign
}
