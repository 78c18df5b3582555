import { useQueryClient } from '@tanstack/react-query'
import type { Ref } from 'react'
import type { AssignmentChange } from '../../../../functions/contracts/routing.ts'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency } from '../../api/call.ts'
import { hasCode } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useSubmissionKey } from '../../api/submission.ts'
import { useOnce } from '../../api/use-once.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Notice } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { isOf, useFailures } from '../failures/failures.ts'
import { useUndo } from '../undo/undo.ts'
import { useAgents } from '../use-agents.ts'
import { useTakeTicket } from './use-ticket.ts'

const AUTO = 'auto'
const NOBODY = 'nobody'

const changeFor = (choice: string): AssignmentChange => {
  if (choice === AUTO) return { auto: true }
  return choice === NOBODY ? { unassign: true } : { agent_id: choice }
}

/** Who has the ticket, and giving it to somebody else by hand; beyond somebody's capacity only when said twice. */
export const AssigneeControl = ({ ticket, ref }: AssigneeControlProps) => {
  const { ticket: text } = useDeskText()
  const agents = useAgents()
  const assign = useAssignment(ticket)
  const refused = assign.variables
  const full = hasCode(assign.error, 'agent_at_capacity') && refused && 'agent_id' in refused ? refused.agent_id : null
  const known = agents.some(({ id }) => id === ticket.assignee?.id)
  const options: (readonly [string, string])[] = [
    [NOBODY, ticket.assignee ? text.unassign : text.unassigned],
    [AUTO, text.automatic],
    ...(ticket.assignee && !known ? [[ticket.assignee.id, ticket.assignee.name] as const] : []),
    ...agents.map(({ id, name, active, capacity }) => [id, `${name} ${active}/${capacity}`] as const),
  ]
  return (
    <>
      <Choice
        ref={ref}
        label={text.assignee}
        value={ticket.assignee?.id ?? NOBODY}
        options={options}
        disabled={ticket.merged_into !== null}
        onChoose={(choice) => assign.mutate(changeFor(choice))}
      />
      {full && (
        <Notice kind="warn">
          {text.overCapacity}{' '}
          <Button onClick={() => assign.mutate({ agent_id: full, override: true })}>{text.assignAnyway}</Button>
        </Notice>
      )}
    </>
  )
}

interface AssigneeControlProps {
  readonly ticket: Ticket
  readonly ref: Ref<HTMLSelectElement>
}

/** The change that gives a ticket back to whom it had: a full agent takes it again, too. */
const formerOf = ({ assignee }: Ticket): AssignmentChange =>
  assignee ? { agent_id: assignee.id, override: true } : { unassign: true }

/** Gives the ticket to somebody else, and back by the toast. */
const useAssignment = (ticket: Ticket) => {
  const client = useQueryClient()
  const { undo: text, failures } = useDeskText()
  const { report, settle } = useFailures()
  const offerUndo = useUndo()
  const { keyFor, done } = useSubmissionKey()
  const send = (body: AssignmentChange, key: string) =>
    call('changeAssignment', { params: { id: ticket.id }, body, headers: idempotency(key) })
  const takeTicket = useTakeTicket()
  const take = (changed: Ticket) => {
    void client.invalidateQueries({ queryKey: keys.agents })
    return takeTicket(changed)
  }
  return useOnce({
    mutationKey: ['assign', ticket.id],
    mutationFn: (body: AssignmentChange) => send(body, keyFor(body)),
    onMutate: () => {
      settle(isOf(ticket.id, 'assignment'))
      return { former: formerOf(ticket) }
    },
    onError: (error) => {
      // Here the next step is offered beside the choice.
      if (!hasCode(error, 'agent_at_capacity'))
        report({ ticket, about: 'assignment', title: failures.notAssigned, error })
    },
    onSuccess: (changed, _change, { former }) => {
      done()
      void take(changed)
      const key = crypto.randomUUID()
      offerUndo({
        text: changed.assignee ? text.assigned(ticket.number, changed.assignee.name) : text.unassigned(ticket.number),
        undo: async () => take(await send(former, key)),
      })
    },
  })
}
