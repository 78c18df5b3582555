import type { FormEvent } from 'react'
import type { Agent, AgentPatch } from '../../../../functions/contracts/people.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Modal } from '../../design/modal.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { Options } from '../../design/value-select.tsx'
import { skillsOf } from '../../text/skills.ts'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useDepartments } from '../use-departments.ts'
import styles from './admin.module.css'
import { useChange } from './use-change.ts'

/** Department, skills and capacity of one agent, and the way out of the role. */
export const AgentDialog = ({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const departments = useDepartments().data ?? []
  const params = { id: agent.id }
  const touched = [keys.agents, keys.departments]
  const patch = useChange((body: AgentPatch) => call('patchAgent', { params, body }), touched)
  const remove = useChange((_: null) => call('removeAgent', { params }), touched)
  const error = patch.error ?? remove.error

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const change = {
      department_id: String(data.get('department_id')),
      skills: skillsOf(data.get('skills')),
      capacity: Number(data.get('capacity')),
    }
    patch.mutate(change, { onSuccess: onClose })
  }
  return (
    <Modal title={text.editTitle(agent.name)} onClose={onClose}>
      <form className={styles.form} onSubmit={save}>
        <Field label={text.table.department}>
          {(control) => (
            <select {...control} name="department_id" defaultValue={agent.department_id}>
              <Options of={departments.map(({ id, name }) => [id, name])} />
            </select>
          )}
        </Field>
        <Field label={text.capacity}>
          {(control) => (
            <input
              {...control}
              name="capacity"
              type="number"
              min={1}
              max={100}
              defaultValue={agent.capacity}
              required
            />
          )}
        </Field>
        <div className={styles.full}>
          <Field label={text.skills}>
            {(control) => <input {...control} name="skills" defaultValue={agent.skills.join(', ')} />}
          </Field>
        </div>
        <div className={styles.full}>{error && <FailureNotice error={error} />}</div>
        <div className={`${styles.actions} ${styles.full}`}>
          <Button kind="primary" type="submit" busy={patch.isPending && words.saving}>
            {words.save}
          </Button>
          <Button kind="danger" onClick={() => remove.mutate(null, { onSuccess: onClose })}>
            {text.remove}
          </Button>
          <span className={styles.quiet}>{text.removeHint}</span>
        </div>
      </form>
    </Modal>
  )
}
