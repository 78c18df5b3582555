import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Settings } from '../../../../../functions/contracts/workspace.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { categories, priorities } from '../../../api/ticket-values.ts'
import { usePersonCheck } from '../../../api/use-person-check.ts'
import { Button } from '../../../design/button.tsx'
import { Check } from '../../../design/check.tsx'
import { Field } from '../../../design/field.tsx'
import { FailureNotice, Notice } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { Options } from '../../../design/value-select.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import styles from '../admin.module.css'
import { changedFields } from '../changed-fields.ts'
import { NumberField } from '../number-field.tsx'
import { useChange } from '../use-change.ts'
import { useCheckedForm } from '../use-checked-form.ts'
import { linesOf, pairsOf } from './pairs.ts'

/** Fallbacks, skill synonyms and limits of the whole installation. */
export const InstallationSettings = () => {
  const settings = useQuery({ queryKey: keys.settings, queryFn: () => call('getSettings') })
  return <QueryView query={settings}>{(data) => <SettingsForm settings={data} />}</QueryView>
}

const settingsOf = (data: FormData): Settings => ({
  fallback_category: categories.find((one) => one === data.get('fallback_category')) ?? 'general',
  fallback_priority: priorities.find((one) => one === data.get('fallback_priority')) ?? 'medium',
  skill_aliases: pairsOf(String(data.get('skill_aliases') ?? '')),
  skill_keywords: pairsOf(String(data.get('skill_keywords') ?? '')),
  rate_limit: Number(data.get('rate_limit')),
  mail_digest: data.has('mail_digest'),
})

const SettingsForm = ({ settings }: { readonly settings: Settings }) => {
  const words = useWords()
  const { settings: text } = useAdminText()
  const checkPerson = usePersonCheck()
  const saving = useChange(
    async (change: Partial<Settings>) => {
      // Settings are replaced as a whole: members that are not in this form are sent with their latest values.
      const now = await call('getSettings')
      checkPerson()
      return call('putSettings', { body: { ...now, ...change } })
    },
    [keys.settings],
  )
  const [filledWith, setFilledWith] = useState(settings)
  const { form, check, errorOf } = useCheckedForm(saving.error)
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!check()) return
    const typed = settingsOf(new FormData(event.currentTarget))
    saving.mutate(changedFields(typed, filledWith), { onSuccess: () => setFilledWith(typed) })
  }
  return (
    <form className={`${styles.form} ${styles.long}`} ref={form} noValidate onSubmit={save}>
      <Field label={text.category} error={errorOf('fallback_category')}>
        {(control) => (
          <select {...control} name="fallback_category" defaultValue={settings.fallback_category}>
            <Options of={categories.map((one) => [one, words.category[one]])} />
          </select>
        )}
      </Field>
      <Field label={text.priority} error={errorOf('fallback_priority')}>
        {(control) => (
          <select {...control} name="fallback_priority" defaultValue={settings.fallback_priority}>
            <Options of={priorities.map((one) => [one, words.priority[one]])} />
          </select>
        )}
      </Field>
      <NumberField
        name="rate_limit"
        label={text.rate}
        hint={text.rateHint}
        min={0}
        max={1_000_000_000}
        defaultValue={settings.rate_limit}
        errorOf={errorOf}
      />
      <Field label={text.aliases} hint={text.pairsHint} error={errorOf('skill_aliases')}>
        {(control) => (
          <textarea {...control} name="skill_aliases" rows={4} defaultValue={linesOf(settings.skill_aliases)} />
        )}
      </Field>
      <Field label={text.keywords} hint={text.pairsHint} error={errorOf('skill_keywords')}>
        {(control) => (
          <textarea {...control} name="skill_keywords" rows={4} defaultValue={linesOf(settings.skill_keywords)} />
        )}
      </Field>
      <div className={styles.full}>
        <Check name="mail_digest" label={text.digest} on={settings.mail_digest} />
      </div>
      <div className={styles.full}>
        {saving.error && <FailureNotice error={saving.error} />}
        {saving.status === 'success' && <Notice kind="ok">{words.saved}</Notice>}
      </div>
      <div className={`${styles.actions} ${styles.full}`}>
        <Button kind="primary" type="submit" busy={saving.isPending && words.saving}>
          {words.save}
        </Button>
      </div>
    </form>
  )
}
