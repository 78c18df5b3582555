import { type FormEvent, useState } from 'react'
import type { Agent, AgentPatch } from '../../../../../functions/contracts/people.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button } from '../../../design/button.tsx'
import { Modal } from '../../../design/modal.tsx'
import { FailureNotice } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useDepartments } from '../../use-departments.ts'
import styles from '../admin.module.css'
import { changedFields, isEmpty } from '../changed-fields.ts'
import { useChange } from '../use-change.ts'
import { useCheckedForm } from '../use-checked-form.ts'
import { AgentFields, placeIn } from './agent-fields.tsx'

interface AgentDialogProps {
  readonly agent: Agent
  /** Whether the agent is known to be an administrator; the list of agents does not contain it. */
  readonly isAdmin: boolean
  readonly onClose: () => void
}

/** The queries that a change of an agent affects. */
export const touchedByAgents = [keys.agents, keys.departments, keys.users]

/** Department, skills and capacity of one agent, with a button to end the role, or to leave the department. */
export const AgentDialog = (props: AgentDialogProps) => {
  const [removing, setRemoving] = useState(false)
  return removing ? <RemoveDialog {...props} /> : <EditDialog {...props} onRemove={() => setRemoving(true)} />
}

const EditDialog = ({ agent, isAdmin, onClose, onRemove }: AgentDialogProps & { readonly onRemove: () => void }) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const departments = useDepartments()
  const patch = useChange((body: AgentPatch) => call('patchAgent', { params: { id: agent.id }, body }), touchedByAgents)
  const { form, check, errorOf } = useCheckedForm(patch.error)

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!check()) return
    const change = changedFields(placeIn(new FormData(event.currentTarget)), agent)
    if (isEmpty(change)) onClose()
    else patch.mutate(change, { onSuccess: onClose })
  }
  return (
    <Modal title={text.editTitle(agent.name)} onClose={onClose}>
      <QueryView query={departments}>
        {(known) => (
          <form className={styles.form} ref={form} noValidate onSubmit={save}>
            <AgentFields departments={known} place={agent} isAdmin={isAdmin} errorOf={errorOf} />
            <div className={styles.full}>{patch.error && <FailureNotice error={patch.error} />}</div>
            <div className={`${styles.actions} ${styles.full}`}>
              <Button kind="primary" type="submit" busy={patch.isPending && words.saving}>
                {words.save}
              </Button>
              <Button onClick={onRemove}>{isAdmin ? text.leave : text.remove}</Button>
            </div>
          </form>
        )}
      </QueryView>
    </Modal>
  )
}

/** Asks for confirmation: somebody who becomes an agent again starts with a new agent's skills, capacity and load. */
const RemoveDialog = ({ agent, isAdmin, onClose }: AgentDialogProps) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const remove = useChange((_: null) => call('removeAgent', { params: { id: agent.id } }), touchedByAgents)
  const { title, hint, action } = isAdmin
    ? { title: text.leaveTitle, hint: text.leaveHint, action: text.leave }
    : { title: text.removeTitle, hint: text.removeHint, action: text.remove }
  return (
    <Modal title={title(agent.name)} onClose={onClose}>
      <p>{hint(agent.name, agent.active)}</p>
      {remove.error && <FailureNotice error={remove.error} />}
      <div className={styles.actions}>
        <Button
          kind="danger"
          busy={remove.isPending && words.saving}
          onClick={() => remove.mutate(null, { onSuccess: onClose })}
        >
          {action}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </Modal>
  )
}
