import { type FormEvent, useState } from 'react'
import type { Department, DepartmentPatch } from '../../../../../functions/contracts/department.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button } from '../../../design/button.tsx'
import { Field } from '../../../design/field.tsx'
import { focusFirstInvalid } from '../../../design/form-errors.ts'
import { Modal } from '../../../design/modal.tsx'
import { FailureNotice } from '../../../design/notice.tsx'
import { Options } from '../../../design/value-select.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import styles from '../admin.module.css'
import { changedFields, isEmpty } from '../changed-fields.ts'
import { useChange } from '../use-change.ts'
import { useCheckedForm } from '../use-checked-form.ts'
import { addsUp, inOrder, patchOf, STANDARD_WEIGHTS, strategies } from './department-form.ts'
import { DepartmentRules } from './department-rules.tsx'
import { DiscardQuestion } from './discard-question.tsx'
import { WeightFields } from './weight-fields.tsx'

/** All rules of a department; a new department starts with the standard rules. */
export const DepartmentDialog = ({ department, onClose }: DepartmentDialogProps) => {
  const words = useWords()
  const { ticket } = useDeskText()
  const { departments: text } = useAdminText()
  const [weights, setWeights] = useState(department?.weights ?? STANDARD_WEIGHTS)
  const saving = useChange(
    (rules: DepartmentPatch, headers) =>
      department
        ? call('patchDepartment', { params: { id: department.id }, body: rules })
        : call('createDepartment', { body: { name: rules.name ?? '' }, headers }),
    [keys.departments],
  )
  const { form, check, errorOf } = useCheckedForm(saving.error)
  const [asking, setAsking] = useState(false)

  /** The values that differ from the department's, or all values of a new department. */
  const changeIn = (filled: HTMLFormElement) => {
    const rules = patchOf(new FormData(filled), weights)
    return department ? changedFields(rules, { ...department, categories: inOrder(department.categories) }) : rules
  }
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!check()) return
    if (!addsUp(weights)) {
      focusFirstInvalid(form)
      return
    }
    const change = changeIn(event.currentTarget)
    if (isEmpty(change)) onClose()
    else saving.mutate(change, { onSuccess: onClose })
  }
  const leave = () => {
    const change = form.current === null ? {} : changeIn(form.current)
    const isChanged = department ? !isEmpty(change) : 'name' in change && change.name !== ''
    // The key that answers the question must not also close the dialog.
    if (isChanged) setAsking(!asking)
    else onClose()
  }
  return (
    <Modal title={department ? text.editTitle(department.name) : text.add} onClose={leave}>
      {asking && <DiscardQuestion onDiscard={onClose} onKeep={() => setAsking(false)} />}
      <form className={styles.form} ref={form} noValidate onSubmit={save}>
        <div className={styles.full}>
          <Field label={text.name} error={errorOf('name')}>
            {(control) => (
              <input {...control} name="name" maxLength={80} defaultValue={department?.name ?? ''} required />
            )}
          </Field>
        </div>
        {department && (
          <>
            <Field label={text.strategy} error={errorOf('strategy')}>
              {(control) => (
                <select {...control} name="strategy" defaultValue={department.strategy}>
                  <Options of={strategies.map((one) => [one, ticket.strategies[one]])} />
                </select>
              )}
            </Field>
            <WeightFields weights={weights} onChange={setWeights} />
            <DepartmentRules department={department} errorOf={errorOf} />
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
  /** Undefined for a new department. */
  readonly department?: Department
  readonly onClose: () => void
}
