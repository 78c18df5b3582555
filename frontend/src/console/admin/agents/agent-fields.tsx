import { useState } from 'react'
import type { Department } from '../../../../../functions/contracts/department.ts'
import type { Agent } from '../../../../../functions/contracts/people.ts'
import { Field } from '../../../design/field.tsx'
import type { FieldErrors } from '../../../design/use-field-errors.ts'
import { Options } from '../../../design/value-select.tsx'
import { skillsOf } from '../../../text/skills.ts'
import { useAdminText } from '../../../text/use-admin-text.ts'
import styles from '../admin.module.css'
import { NumberField } from '../number-field.tsx'

/** Default capacity of a new agent, in tickets. */
export const STANDARD_CAPACITY = 10

export type Place = Pick<Agent, 'department_id' | 'skills' | 'capacity'>

/** The values of the fields. */
export const placeIn = (data: FormData): Place => ({
  department_id: String(data.get('department_id')),
  skills: skillsOf(data.get('skills')),
  capacity: Number(data.get('capacity')),
})

/** An agent's department, skills and capacity; for administrators, also whether tickets are assigned automatically. */
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
  /** The initial values. */
  readonly place: Place
  readonly isAdmin: boolean
  readonly errorOf: FieldErrors
}
