import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { NewApplication } from '../../../../functions/contracts/people.ts'
import { call, idempotency } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import { useOnce } from '../../api/use-once.ts'
import { useSubmissionKey } from '../../api/use-submission-key.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { focusFirstInvalid } from '../../design/form-errors.ts'
import { FailureNotice, Notice } from '../../design/notice.tsx'
import { useFieldErrors } from '../../design/use-field-errors.ts'
import type { PagesText } from '../../text/portal-pages.en.ts'
import { skillsOf } from '../../text/skills.ts'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useWords } from '../../text/use-words.ts'
import type { Words } from '../../text/words.en.ts'
import styles from '../form.module.css'
import { Page } from '../page.tsx'
import { ShortWait } from '../short-wait.tsx'
import { SignInForm } from './sign-in-page.tsx'

/** The form with which a customer applies to become an agent; afterwards it shows what was decided. */
export const ApplyPage = () => {
  const { apply, session: text } = usePagesText()
  const session = useSession()
  return (
    <Page title={apply.title} lead={apply.lead}>
      {!session && <Notice>{text.needed}</Notice>}
      {!session && <SignInForm />}
      {session?.user.role === 'customer' && <Applications />}
      {session && session.user.role !== 'customer' && <Notice kind="ok">{apply.staff}</Notice>}
    </Page>
  )
}

const Applications = () => {
  const { apply } = usePagesText()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.applications,
    queryFn: () => call('listApplications'),
  })
  if (isPending) return <ShortWait />
  if (error) return <FailureNotice error={error} onRetry={() => void refetch()} />
  const [latest] = data.items
  return (
    <>
      {latest && <Notice kind={latest.state === 'approved' ? 'ok' : 'info'}>{apply.state[latest.state]}</Notice>}
      {(!latest || latest.state === 'rejected') && <ApplicationForm />}
    </>
  )
}

/** The most skills that the contract accepts, and the most characters in each. */
const MOST_SKILLS = 20
const LONGEST_SKILL = 40

type Faults = { readonly [Field in keyof NewApplication]?: string | undefined }

/** The faults that keep an application from being sent, by field. */
const faultsOf = ({ motivation, skills }: NewApplication, words: Words, text: PagesText['apply']): Faults => {
  const tooLong = skills.find((skill) => skill.length > LONGEST_SKILL)
  const tooMany = skills.length > MOST_SKILLS ? text.tooManySkills(MOST_SKILLS) : undefined
  return {
    motivation: motivation ? undefined : words.required,
    skills: tooLong ? text.skillTooLong(tooLong, LONGEST_SKILL) : tooMany,
  }
}

const ApplicationForm = () => {
  const words = useWords()
  const { apply } = usePagesText()
  const client = useQueryClient()
  const { keyFor, done } = useSubmissionKey()
  const [faults, setFaults] = useState<Faults>({})
  const applying = useOnce({
    mutationFn: (body: NewApplication) => call('applyAsAgent', { body, headers: idempotency(keyFor(body)) }),
    onSuccess: () => {
      done()
      return client.invalidateQueries({ queryKey: keys.applications })
    },
  })
  const form = useRef<HTMLFormElement>(null)
  const refused = useFieldErrors(applying.error, form)
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const body = { motivation: String(data.get('motivation') ?? '').trim(), skills: skillsOf(data.get('skills')) }
    const found = faultsOf(body, words, apply)
    setFaults(found)
    if (found.motivation || found.skills) focusFirstInvalid(form)
    else applying.mutate(body)
  }
  return (
    <form className={styles.form} ref={form} onSubmit={send} noValidate>
      <Field label={apply.motivation} error={faults.motivation ?? refused('motivation')}>
        {(control) => <textarea {...control} name="motivation" dir="auto" rows={5} maxLength={2_000} required />}
      </Field>
      <Field label={apply.skills} hint={apply.skillsHint} error={faults.skills ?? refused('skills')}>
        {(control) => <input {...control} name="skills" maxLength={400} />}
      </Field>
      {applying.error && <FailureNotice error={applying.error} />}
      <div className={styles.actions}>
        <Button kind="primary" type="submit" busy={applying.isPending && words.saving}>
          {apply.send}
        </Button>
      </div>
    </form>
  )
}
