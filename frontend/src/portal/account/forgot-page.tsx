import { useMutation } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call } from '../../api/call.ts'
import { Button } from '../../design/button.tsx'
import { Notice } from '../../design/notice.tsx'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from '../form.module.css'
import { Page } from '../page.tsx'
import { newPasswordField } from './new-password-field.ts'
import { ShortForm } from './short-form.tsx'

/** Resets a password in two steps: a code is mailed, then entered with the new password. */
export const ForgotPage = () => {
  const words = useWords()
  const { session } = usePagesText()
  const asking = useMutation({
    mutationFn: async (email: string) => {
      await call('forgotPassword', { body: { email } })
      return email
    },
  })
  return (
    <Page title={session.forgotTitle} lead={session.forgotLead}>
      {asking.isSuccess ? (
        <NewPasswordForm email={asking.data} onAgain={asking.reset} />
      ) : (
        <ShortForm
          fields={[{ name: 'email', label: words.email, type: 'email', autoComplete: 'username' }]}
          action={session.sendCode}
          busy={asking.isPending && words.loading}
          error={asking.error}
          onSend={({ email = '' }) => asking.mutate(email)}
        />
      )}
    </Page>
  )
}

const NewPasswordForm = ({ email, onAgain }: NewPasswordFormProps) => {
  const words = useWords()
  const { session } = usePagesText()
  const setting = useMutation({
    mutationFn: (body: { email: string; code: string; password: string }) => call('resetPassword', { body }),
  })
  if (setting.isSuccess) {
    return (
      <>
        <Notice kind="ok">{session.resetDone}</Notice>
        <p className={styles.actions}>
          <Link href="/sign-in">{words.signIn}</Link>
        </p>
      </>
    )
  }
  return (
    <>
      <Notice>{session.codeSent}</Notice>
      <ShortForm
        fields={[
          { name: 'code', label: session.code, autoComplete: 'one-time-code' },
          newPasswordField(session.newPassword, session),
        ]}
        action={session.reset}
        busy={setting.isPending && words.saving}
        error={setting.error}
        onSend={({ code = '', password = '' }) => setting.mutate({ email, code, password })}
      >
        <Button kind="plain" onClick={onAgain}>
          {session.anotherCode}
        </Button>
      </ShortForm>
    </>
  )
}

interface NewPasswordFormProps {
  readonly email: string
  /** Returns to the step that requests a code. */
  readonly onAgain: () => void
}
