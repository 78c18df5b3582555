import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AssignmentChange } from '../../../../functions/contracts/routing.ts'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency } from '../../api/call.ts'
import { hasCode } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { useSubmissionKey } from '../../api/submission.ts'
import { Button } from '../../design/button.tsx'
import { FailureNotice, Notice } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { Choice } from './ticket-head.tsx'

const AUTO = 'auto'
const NOBODY = 'nobody'

const changeFor = (choice: string): AssignmentChange => {
  if (choice === AUTO) return { auto: true }
  return choice === NOBODY ? { unassign: true } : { agent_id: choice }
}

/** Who has the ticket, and giving it to somebody else by hand; beyond somebody's capacity only when said twice. */
export const AssigneeControl = ({ ticket }: { readonly ticket: Ticket }) => {
  const { ticket: text } = useDeskText()
  const client = useQueryClient()
  const { keyFor, done } = useSubmissionKey()
  const agents = useQuery({ queryKey: keys.agents, queryFn: () => call('listAgents'), staleTime: 30_000 }).data?.items
  const assign = useMutation({
    mutationFn: (body: AssignmentChange) =>
      call('changeAssignment', { params: { id: ticket.id }, body, headers: idempotency(keyFor(body)) }),
    onSuccess: (changed) => {
      done()
      client.setQueryData(keys.ticket(ticket.id), changed)
      void client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
      void client.invalidateQueries({ queryKey: keys.agents })
    },
  })
  const refused = assign.variables
  const full = hasCode(assign.error, 'agent_at_capacity') && refused && 'agent_id' in refused ? refused.agent_id : null
  const known = agents?.some(({ id }) => id === ticket.assignee?.id)
  const options: (readonly [string, string])[] = [
    [NOBODY, ticket.assignee ? text.unassign : text.unassigned],
    [AUTO, text.automatic],
    ...(ticket.assignee && !known ? [[ticket.assignee.id, ticket.assignee.name] as const] : []),
    ...(agents ?? []).map(({ id, name, active, capacity }) => [id, `${name} ${active}/${capacity}`] as const),
  ]
  return (
    <>
      <Choice
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
      {assign.error && !full && <FailureNotice error={assign.error} />}
    </>
  )
}
