import { type FormEvent, useState } from 'react'
import type { Department } from '../../../../functions/contracts/department.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Modal } from '../../design/modal.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './admin.module.css'
import { addsUp, clockPriorities, exampleScore, patchOf, strategies } from './department-form.ts'
import { useChange } from './use-change.ts'

const STANDARD_WEIGHTS = { skill: 0.5, availability: 0.3, performance: 0.2 }
const weightNames = ['skill', 'availability', 'performance'] as const

/** All rules of a department; a new one starts with a name and the standard rules. */
export const DepartmentDialog = ({ department, onClose }: DepartmentDialogProps) => {
  const words = useWords()
  const { ticket } = useDeskText()
  const { departments: text } = useAdminText()
  const [weights, setWeights] = useState(department?.weights ?? STANDARD_WEIGHTS)
  const saving = useChange(
    (rules: ReturnType<typeof patchOf>, headers) =>
      department
        ? call('patchDepartment', { params: { id: department.id }, body: rules })
        : call('createDepartment', { body: { name: rules.name }, headers }),
    [keys.departments],
  )

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (addsUp(weights)) saving.mutate(patchOf(new FormData(event.currentTarget), weights), { onSuccess: onClose })
  }
  return (
    <Modal title={department ? text.editTitle(department.name) : text.add} onClose={onClose}>
      <form className={styles.form} onSubmit={save}>
        <div className={styles.full}>
          <Field label={text.name}>
            {(control) => (
              <input {...control} name="name" maxLength={80} defaultValue={department?.name ?? ''} required />
            )}
          </Field>
        </div>
        {department && (
          <>
            <Field label={text.strategy}>
              {(control) => (
                <select {...control} name="strategy" defaultValue={department.strategy}>
                  {strategies.map((one) => (
                    <option key={one} value={one}>
                      {ticket.strategies[one]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {weightNames.map((name) => (
              <Field key={name} label={text.weights[name]}>
                {(control) => (
                  <input
                    {...control}
                    type="number"
                    min={0}
                    max={1}
                    step={0.05}
                    value={weights[name]}
                    onChange={({ target }) => setWeights({ ...weights, [name]: Number(target.value) })}
                  />
                )}
              </Field>
            ))}
            <p className={`${styles.full} ${styles.quiet}`} role="status">
              {addsUp(weights) ? text.example(words.format.hundredths(exampleScore(weights))) : text.weightsSum}
            </p>
            <Rules department={department} />
          </>
        )}
        <div className={styles.full}>{saving.error && <FailureNotice error={saving.error} />}</div>
        <div className={`${styles.actions} ${styles.full}`}>
          <Button kind="primary" type="submit" busy={saving.isPending && words.saving}>
            {words.save}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface DepartmentDialogProps {
  /** Absent for a new one. */
  readonly department?: Department
  readonly onClose: () => void
}

const Rules = ({ department }: { readonly department: Department }) => {
  const words = useWords()
  const { departments: text } = useAdminText()
  const { sla, overflow, triage_policy } = department
  return (
    <>
      <NumberField name="overload_threshold" label={text.overload} value={department.overload_threshold} />
      <NumberField name="underload_threshold" label={text.underload} value={department.underload_threshold} />
      <NumberField name="overflow.after_minutes" label={text.overflow} value={overflow.after_minutes} />
      <NumberField name="offline_grace_minutes" label={text.grace} value={department.offline_grace_minutes} />
      <NumberField name="triage_policy.min_confidence" label={text.confidence} value={triage_policy.min_confidence} />
      <div className={styles.full}>
        <Check name="overflow.enabled" label={text.overflowOn} on={overflow.enabled} />
        <Check name="triage_policy.apply_category" label={text.apply} on={triage_policy.apply_category} />
        <Check name="auto_merge" label={text.autoMerge} on={department.auto_merge} />
        <Check name="admins_take_tickets" label={text.adminsTake} on={department.admins_take_tickets} />
      </div>
      {clockPriorities.map((priority) => (
        <NumberField
          key={`first.${priority}`}
          name={`first.${priority}`}
          label={`${text.sla}: ${words.priority[priority]}`}
          value={sla.first_response_hours[priority]}
        />
      ))}
      {clockPriorities.map((priority) => (
        <NumberField
          key={`resolution.${priority}`}
          name={`resolution.${priority}`}
          label={`${text.resolution}: ${words.priority[priority]}`}
          value={sla.resolution_hours[priority]}
        />
      ))}
    </>
  )
}

const NumberField = ({ name, label, value }: NumberFieldProps) => (
  <Field label={label}>
    {(control) => <input {...control} name={name} type="number" min={0} step="any" defaultValue={value} required />}
  </Field>
)

interface NumberFieldProps {
  readonly name: string
  readonly label: string
  readonly value: number
}

export const Check = ({ name, label, on }: { readonly name: string; readonly label: string; readonly on: boolean }) => (
  <label className={styles.check}>
    <input type="checkbox" name={name} defaultChecked={on} /> {label}
  </label>
)
