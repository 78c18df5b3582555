import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Triage, TriageDecision } from '../../../../functions/contracts/triage.ts'
import type { useRewording } from '../../api/drafts.ts'
import { categories, priorities } from '../../api/ticket-values.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ValueSelect } from '../../design/value-select.tsx'
import { skillsOf } from '../../text/skills.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useKeys } from '../keyboard.ts'
import styles from './triage-panel.module.css'

/** The form that edits a suggestion before it is applied; the reply is kept as a draft meanwhile. */
export const EditTriage = ({ triage, draft, takesFocus, isApplying, onApply, onCancel }: EditTriageProps) => {
  const words = useWords()
  const { triage: text, ticket } = useDeskText()
  const [category, setCategory] = useState(triage.suggested_category)
  const [priority, setPriority] = useState(triage.suggested_priority)
  // Another tab may apply or give up the draft before this one is notified, and a better suggestion may arrive: the
  // text on screen is never replaced by the model's.
  const [latest, setLatest] = useState(draft.text ?? triage.reply_draft)
  if (draft.text !== null && draft.text !== latest) setLatest(draft.text)
  const reply = draft.text ?? latest
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (takesFocus) field.current?.focus()
  }, [takesFocus])
  useKeys({ 'Shift+E': () => field.current?.focus() })
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    onApply({ category, priority, required_skills: skillsOf(data.get('skills')) }, reply.trim())
  }
  return (
    <form className={styles.edit} onSubmit={apply}>
      <Field label={ticket.category}>
        {(control) => (
          <ValueSelect
            {...control}
            value={category}
            options={categories.map((one) => [one, words.category[one]])}
            onChoose={setCategory}
          />
        )}
      </Field>
      <Field label={ticket.priority}>
        {(control) => (
          <ValueSelect
            {...control}
            value={priority}
            options={priorities.map((one) => [one, words.priority[one]])}
            onChoose={setPriority}
          />
        )}
      </Field>
      <div className={styles.whole}>
        <Field label={text.neededSkills}>
          {(control) => <input {...control} name="skills" defaultValue={triage.required_skills.join(', ')} />}
        </Field>
        <Field label={text.reply}>
          {(control) => (
            <textarea
              {...control}
              ref={field}
              rows={4}
              dir="auto"
              maxLength={10_000}
              value={reply}
              onChange={({ target }) => draft.write(target.value)}
            />
          )}
        </Field>
      </div>
      <Button kind="primary" type="submit" busy={isApplying && words.saving}>
        {text.apply}
      </Button>
      <Button kind="plain" disabled={isApplying} onClick={onCancel}>
        {words.cancel}
      </Button>
    </form>
  )
}

interface EditTriageProps {
  readonly triage: Triage
  readonly draft: ReturnType<typeof useRewording>
  /** Whether the person has just opened the form: it then focuses the reply. */
  readonly takesFocus: boolean
  /** Whether the decision is under way: it can be neither applied again nor given up. */
  readonly isApplying: boolean
  /** The reply is for the draft: a reply in the decision itself would be sent to the customer. */
  readonly onApply: (change: Omit<TriageDecision, 'decision' | 'reply'>, reply: string) => void
  readonly onCancel: () => void
}
