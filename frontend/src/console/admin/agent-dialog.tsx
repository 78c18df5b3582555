import { type FormEvent, useRef, useState } from 'react'
import type { Agent, AgentPatch } from '../../../../functions/contracts/people.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Modal } from '../../design/modal.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { useFieldErrors } from '../../design/use-field-errors.ts'
import { Options } from '../../design/value-select.tsx'
import { skillsOf } from '../../text/skills.ts'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useDepartments } from '../use-departments.ts'
import styles from './admin.module.css'
import { changedFields, isEmpty } from './changed-fields.ts'
import { NumberField } from './number-field.tsx'
import { useChange } from './use-change.ts'

interface AgentDialogProps {
  readonly agent: Agent
  readonly onClose: () => void
}

const touched = [keys.agents, keys.departments]

/** Department, skills and capacity of one agent, and the way out of the role. */
export const AgentDialog = (props: AgentDialogProps) => {
  const [removing, setRemoving] = useState(false)
  return removing ? <RemoveDialog {...props} /> : <EditDialog {...props} onRemove={() => setRemoving(true)} />
}

const EditDialog = ({ agent, onClose, onRemove }: AgentDialogProps & { readonly onRemove: () => void }) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const departments = useDepartments()
  const patch = useChange((body: AgentPatch) => call('patchAgent', { params: { id: agent.id }, body }), touched)
  const form = useRef<HTMLFormElement>(null)
  const errorOf = useFieldErrors(patch.error, form)

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const change = changedFields(
      {
        department_id: String(data.get('department_id')),
        skills: skillsOf(data.get('skills')),
        capacity: Number(data.get('capacity')),
      },
      agent,
    )
    if (isEmpty(change)) onClose()
    else patch.mutate(change, { onSuccess: onClose })
  }
  return (
    <Modal title={text.editTitle(agent.name)} onClose={onClose}>
      <QueryView query={departments}>
        {(known) => (
          <form className={styles.form} ref={form} onSubmit={save}>
            <Field label={text.table.department} error={errorOf('department_id')}>
              {(control) => (
                <select {...control} name="department_id" defaultValue={agent.department_id} required>
                  <Options of={known.map(({ id, name }) => [id, name])} />
                </select>
              )}
            </Field>
            <NumberField
              name="capacity"
              label={text.capacity}
              min={1}
              max={100}
              defaultValue={agent.capacity}
              errorOf={errorOf}
            />
            <div className={styles.full}>
              <Field label={text.skills} error={errorOf('skills')}>
                {(control) => <input {...control} name="skills" defaultValue={agent.skills.join(', ')} />}
              </Field>
            </div>
            <div className={styles.full}>{patch.error && <FailureNotice error={patch.error} />}</div>
            <div className={`${styles.actions} ${styles.full}`}>
              <Button kind="primary" type="submit" busy={patch.isPending && words.saving}>
                {words.save}
              </Button>
              <Button onClick={onRemove}>{text.remove}</Button>
            </div>
          </form>
        )}
      </QueryView>
    </Modal>
  )
}

/** Asked twice: who becomes an agent again begins with the skills, capacity and tickets of a new one. */
const RemoveDialog = ({ agent, onClose }: AgentDialogProps) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const remove = useChange((_: null) => call('removeAgent', { params: { id: agent.id } }), touched)
  return (
    <Modal title={text.removeTitle(agent.name)} onClose={onClose}>
      <p>{text.removeHint(agent.name, agent.active)}</p>
      {remove.error && <FailureNotice error={remove.error} />}
      <div className={styles.actions}>
        <Button
          kind="danger"
          busy={remove.isPending && words.saving}
          onClick={() => remove.mutate(null, { onSuccess: onClose })}
        >
          {text.remove}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </Modal>
  )
}
