import { useMutation } from '@tanstack/react-query'
import { Link, Redirect } from 'wouter'
import { type Credentials, signIn, useSession } from '../../api/session.ts'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Page } from '../page.tsx'
import { ShortForm } from './short-form.tsx'

/** The sign-in page; it sends people who are signed in, or have just done so, elsewhere. */
export const SignInPage = () => {
  const { session: text } = usePagesText()
  const session = useSession()
  if (session) return <Redirect to="/tickets" replace />
  return (
    <Page title={text.signInTitle} lead={text.signInLead}>
      <SignInForm />
    </Page>
  )
}

/** The sign-in form; the component around it notices the new session and takes it from there. */
export const SignInForm = () => {
  const words = useWords()
  const { session } = usePagesText()
  const entering = useMutation({ mutationFn: (credentials: Credentials) => signIn(credentials) })
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
