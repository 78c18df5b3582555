import { type FormEvent, useState } from 'react'
import type { Triage, TriageDecision } from '../../../../functions/contracts/triage.ts'
import { categories, priorities } from '../../api/ticket-values.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Field } from '../../design/field.tsx'
import { skillsOf } from '../../text/skills.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './triage-panel.module.css'

/** The suggestion in other words, before it takes effect. */
export const EditTriage = ({ triage, onApply, onCancel }: EditTriageProps) => {
  const words = useWords()
  const { triage: text, ticket } = useDeskText()
  const [category, setCategory] = useState(triage.suggested_category)
  const [priority, setPriority] = useState(triage.suggested_priority)
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const reply = String(data.get('reply') ?? '').trim()
    onApply({ category, priority, required_skills: skillsOf(data.get('skills')), ...(reply ? { reply } : {}) })
  }
  return (
    <form className={styles.edit} onSubmit={apply}>
      <Choice
        label={ticket.category}
        value={category}
        options={categories.map((one) => [one, words.category[one]])}
        onChoose={setCategory}
      />
      <Choice
        label={ticket.priority}
        value={priority}
        options={priorities.map((one) => [one, words.priority[one]])}
        onChoose={setPriority}
      />
      <div className={styles.whole}>
        <Field label={text.neededSkills}>
          {(control) => <input {...control} name="skills" defaultValue={triage.required_skills.join(', ')} />}
        </Field>
        <Field label={text.reply}>
          {(control) => (
            <textarea
              {...control}
              name="reply"
              rows={4}
              dir="auto"
              maxLength={10_000}
              defaultValue={triage.reply_draft}
            />
          )}
        </Field>
      </div>
      <Button kind="primary" type="submit">
        {text.apply}
      </Button>
      <Button kind="plain" onClick={onCancel}>
        {words.cancel}
      </Button>
    </form>
  )
}

interface EditTriageProps {
  readonly triage: Triage
  readonly onApply: (change: Omit<TriageDecision, 'decision'>) => void
  readonly onCancel: () => void
}
