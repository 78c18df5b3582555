import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { call } from '../api/call.ts'
import { keys } from '../api/queries.ts'
import { type Credentials, signIn, useSessionRefused } from '../api/session.ts'
import { Button } from '../design/button.tsx'
import { Field } from '../design/field.tsx'
import { Mark } from '../design/mark.tsx'
import { FailureNotice, Notice } from '../design/notice.tsx'
import { LanguageControl, ThemeControl } from '../design/preferences.tsx'
import { useDeskText } from '../text/use-desk-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './sign-in-screen.module.css'

export const SignInScreen = () => {
  const words = useWords()
  const { signIn: text, title } = useDeskText()
  const wasRefused = useSessionRefused()
  const [missing, setMissing] = useState<readonly string[]>([])
  const config = useQuery({
    queryKey: keys.config,
    queryFn: () => call('getConfig'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const entering = useMutation({ mutationFn: (credentials: Credentials) => signIn(credentials) })
  useEffect(() => {
    document.title = title
  }, [title])

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (entering.isPending) return
    const data = new FormData(event.currentTarget)
    const email = String(data.get('email') ?? '').trim()
    const password = String(data.get('password') ?? '')
    const empty = [...(email ? [] : ['email']), ...(password ? [] : ['password'])]
    setMissing(empty)
    if (empty.length === 0) entering.mutate({ email, password })
  }
  const errorOf = (name: string) => (missing.includes(name) ? words.required : undefined)
  return (
    <div className={styles.screen}>
      <main className={styles.panel}>
        <Mark href="/console" />
        <header>
          <h1 className={styles.title}>{text.title}</h1>
          <p className={styles.quiet}>{text.lead}</p>
        </header>
        {wasRefused && <Notice kind="warn">{words.problem.signedOut}</Notice>}
        <form className={styles.form} onSubmit={send} noValidate>
          <Field label={words.email} error={errorOf('email')}>
            {(control) => <input {...control} name="email" type="email" autoComplete="username" required />}
          </Field>
          <Field label={words.password} error={errorOf('password')}>
            {(control) => (
              <input {...control} name="password" type="password" autoComplete="current-password" required />
            )}
          </Field>
          {entering.error && <FailureNotice error={entering.error} />}
          <Button kind="primary" type="submit" busy={entering.isPending && words.signingIn}>
            {words.signIn}
          </Button>
        </form>
        <p className={styles.quiet}>
          <a href="/">{text.portal}</a>
        </p>
        <footer className={styles.foot}>
          <ThemeControl />
          <LanguageControl />
        </footer>
        {/* Last, since it comes when the host has answered, and must not move what is there. */}
        {config.data?.demo && <p className={styles.demo}>{text.demo}</p>}
      </main>
    </div>
  )
}
