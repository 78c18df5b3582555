import { type FormEvent, useState } from 'react'
import type { Department, Strategy, Weights } from '../../../../../functions/contracts/department.ts'
import type { Routes } from '../../../../../functions/contracts/routes.ts'
import { Button } from '../../../design/button.tsx'
import { Field } from '../../../design/field.tsx'
import { focusFirstInvalid } from '../../../design/form-errors.ts'
import { Options, ValueSelect } from '../../../design/value-select.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import styles from '../admin.module.css'
import { addsUp, STANDARD_WEIGHTS, strategies } from '../departments/department-form.ts'
import { WeightFields } from '../departments/weight-fields.tsx'
import { useCheckedForm } from '../use-checked-form.ts'

/** The request to the policy lab. */
export type PolicyQuestion = Routes['comparePolicies']['body']['_zod']['input']

const DAY_MS = 86_400_000
const USUAL_DAYS = 14

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10)

/** The form's values as a request; the whole of the last day is included. */
const questionOf = (data: FormData, strategy: Strategy, weights: Weights): PolicyQuestion => {
  const capacity = Number(data.get('capacity'))
  const end = Date.parse(`${data.get('to')}T00:00:00.000Z`) + DAY_MS
  return {
    department_id: String(data.get('department_id')),
    strategy,
    ...(strategy === 'weighted' ? { weights } : {}),
    ...(capacity > 0 ? { capacity } : {}),
    from: `${data.get('from')}T00:00:00.000Z`,
    to: new Date(Math.min(end, Date.now())).toISOString(),
  }
}

/** The form for another rule and the days to replay under it. */
export const PolicyForm = ({ departments, isBusy, error, onAsk }: PolicyFormProps) => {
  const { ticket } = useDeskText()
  const { lab: text, departments: words } = useAdminText()
  const [first] = departments
  const [strategy, setStrategy] = useState<Strategy>('weighted')
  const [weights, setWeights] = useState<Weights>(first?.weights ?? STANDARD_WEIGHTS)
  const [now] = useState(Date.now)
  const { form, check, errorOf } = useCheckedForm(error)
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!check()) return
    if (strategy === 'weighted' && !addsUp(weights)) focusFirstInvalid(form)
    else onAsk(questionOf(new FormData(event.currentTarget), strategy, weights))
  }
  return (
    <form className={`${styles.form} ${styles.short}`} ref={form} noValidate onSubmit={ask}>
      <Field label={text.department} error={errorOf('department_id')}>
        {(control) => (
          <select {...control} name="department_id">
            <Options of={departments.map(({ id, name }) => [id, name])} />
          </select>
        )}
      </Field>
      <Field label={words.strategy}>
        {(control) => (
          <ValueSelect
            {...control}
            value={strategy}
            options={strategies.map((one) => [one, ticket.strategies[one]])}
            onChoose={setStrategy}
          />
        )}
      </Field>
      <Field label={text.capacity} hint={text.capacityHint} error={errorOf('capacity')}>
        {(control) => <input {...control} name="capacity" type="number" min={1} max={100} />}
      </Field>
      <Field label={text.from} error={errorOf('from')}>
        {(control) => (
          <input
            {...control}
            name="from"
            type="date"
            defaultValue={dayOf(now - USUAL_DAYS * DAY_MS)}
            max={dayOf(now)}
            required
          />
        )}
      </Field>
      <Field label={text.to} error={errorOf('to')}>
        {(control) => <input {...control} name="to" type="date" defaultValue={dayOf(now)} max={dayOf(now)} required />}
      </Field>
      {strategy === 'weighted' && <WeightFields weights={weights} onChange={setWeights} />}
      <div className={`${styles.actions} ${styles.full}`}>
        <Button kind="primary" type="submit" busy={isBusy && text.comparing}>
          {text.compare}
        </Button>
      </div>
    </form>
  )
}

interface PolicyFormProps {
  readonly departments: readonly Department[]
  readonly isBusy: boolean
  /** The host's error for the last request. */
  readonly error: unknown
  readonly onAsk: (question: PolicyQuestion) => void
}
