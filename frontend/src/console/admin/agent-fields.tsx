import { useState } from 'react'
import type { Department } from '../../../../functions/contracts/department.ts'
import type { Agent } from '../../../../functions/contracts/people.ts'
import { Field } from '../../design/field.tsx'
import type { FieldErrors } from '../../design/use-field-errors.ts'
import { Options } from '../../design/value-select.tsx'
import { skillsOf } from '../../text/skills.ts'
import { useAdminText } from '../../text/use-admin-text.ts'
import styles from './admin.module.css'
import { NumberField } from './number-field.tsx'

/** How many tickets at once a new agent carries unless somebody says otherwise. */
export const STANDARD_CAPACITY = 10

export type Place = Pick<Agent, 'department_id' | 'skills' | 'capacity'>

/** What the fields say. */
export const placeIn = (data: FormData): Place => ({
  department_id: String(data.get('department_id')),
  skills: skillsOf(data.get('skills')),
  capacity: Number(data.get('capacity')),
})

/** Where somebody answers tickets, which, and how many at once; for an administrator, whether any come by themselves. */
export const AgentFields = ({ departments, place, isAdmin, errorOf }: AgentFieldsProps) => {
  const { agents: text } = useAdminText()
  const [chosen, setChosen] = useState(place.department_id)
  const takes = departments.find(({ id }) => id === chosen)?.admins_take_tickets
  return (
    <>
      <Field
        label={text.table.department}
        hint={isAdmin && (takes ? text.adminsGiven : text.adminsNotGiven)}
        error={errorOf('department_id')}
      >
        {(control) => (
          <select
            {...control}
            name="department_id"
            defaultValue={place.department_id}
            onChange={({ target }) => setChosen(target.value)}
            required
          >
            <Options of={departments.map(({ id, name }) => [id, name])} />
          </select>
        )}
      </Field>
      <NumberField
        name="capacity"
        label={text.capacity}
        min={1}
        max={100}
        defaultValue={place.capacity}
        errorOf={errorOf}
      />
      <div className={styles.full}>
        <Field label={text.skills} error={errorOf('skills')}>
          {(control) => <input {...control} name="skills" defaultValue={place.skills.join(', ')} />}
        </Field>
      </div>
    </>
  )
}

interface AgentFieldsProps {
  readonly departments: readonly Department[]
  /** What the fields are filled with. */
  readonly place: Place
  readonly isAdmin: boolean
  readonly errorOf: FieldErrors
}
