import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import { signIn } from '../api/session.ts'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import { Page } from './page.tsx'
import { ShortForm } from './short-form.tsx'

export const SignInPage = () => {
  const { session } = usePortalText()
  const [, goTo] = useLocation()
  return (
    <Page title={session.signInTitle} lead={session.signInLead}>
      <SignInForm onDone={() => goTo('/tickets')} />
    </Page>
  )
}

/** Signs in on the spot; whoever shows it decides what comes after. */
export const SignInForm = ({ onDone }: { readonly onDone?: () => void }) => {
  const words = useWords()
  const { session } = usePortalText()
  const client = useQueryClient()
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: () => {
      client.clear()
      onDone?.()
    },
  })
  return (
    <>
      <ShortForm
        fields={[
          { name: 'email', label: words.email, type: 'email', autoComplete: 'username' },
          { name: 'password', label: words.password, type: 'password', autoComplete: 'current-password' },
        ]}
        action={words.signIn}
        busy={entering.isPending && words.signingIn}
        error={entering.error}
        onSend={({ email = '', password = '' }) => entering.mutate({ email, password })}
      >
        <Link href="/forgot">{session.forgot}</Link>
      </ShortForm>
      <p>
        {session.noAccount} <Link href="/sign-up">{session.signUp}</Link>
      </p>
    </>
  )
}
