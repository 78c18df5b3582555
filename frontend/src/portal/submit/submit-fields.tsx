import type { Category, Priority } from '../../../../functions/contracts/triage.ts'
import { categories, priorities } from '../../api/ticket-values.ts'
import { Field } from '../../design/field.tsx'
import type { FieldErrors } from '../../design/use-field-errors.ts'
import { ValueSelect } from '../../design/value-select.tsx'
import { usePortalText } from '../../text/use-portal-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from '../form.module.css'
import type { TicketDraft } from './ticket-draft.ts'

interface FieldsProps {
  /** Error messages by the field's path. */
  readonly errorOf: FieldErrors
  readonly onChange: (part: Partial<TicketDraft>) => void
}

/** Topic and priority, as set by the customer or suggested. */
export const TopicFields = ({ values, errorOf, onChange }: TopicFieldsProps) => {
  const words = useWords()
  const { submit } = usePortalText()
  return (
    <div className={styles.pair}>
      <Field label={submit.topic} error={errorOf('category')}>
        {(control) => (
          <ValueSelect
            {...control}
            name="category"
            value={values.category}
            options={categories.map((one) => [one, words.category[one]])}
            onChoose={(category) => onChange({ category })}
          />
        )}
      </Field>
      <Field label={submit.priority} error={errorOf('priority')}>
        {(control) => (
          <ValueSelect
            {...control}
            name="priority"
            value={values.priority}
            options={priorities.map((one) => [one, words.priority[one]])}
            onChoose={(priority) => onChange({ priority })}
          />
        )}
      </Field>
    </div>
  )
}

interface TopicFieldsProps extends FieldsProps {
  readonly values: { readonly category: Category; readonly priority: Priority }
}

/** Name and address of a guest. */
export const GuestFields = ({ draft, errorOf, onChange }: GuestFieldsProps) => {
  const words = useWords()
  const { submit } = usePortalText()
  return (
    <fieldset>
      <legend className={styles.legend}>{submit.whoAreYou}</legend>
      <div className={styles.pair}>
        <Field label={words.name} error={errorOf('requester.name')}>
          {(control) => (
            <input
              {...control}
              name="name"
              autoComplete="name"
              maxLength={100}
              required
              value={draft.name}
              onChange={({ target }) => onChange({ name: target.value })}
            />
          )}
        </Field>
        <Field label={words.email} error={errorOf('requester.email')}>
          {(control) => (
            <input
              {...control}
              name="email"
              type="email"
              autoComplete="email"
              maxLength={254}
              required
              value={draft.email}
              onChange={({ target }) => onChange({ email: target.value })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  )
}

interface GuestFieldsProps extends FieldsProps {
  readonly draft: Pick<TicketDraft, 'name' | 'email'>
}
