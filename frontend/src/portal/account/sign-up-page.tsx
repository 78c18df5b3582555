import { Link, Redirect } from 'wouter'
import type { Signup } from '../../../../functions/contracts/people.ts'
import { call } from '../../api/call.ts'
import { signIn, useSession } from '../../api/session.ts'
import { useOnce } from '../../api/use-once.ts'
import { usePersonCheck } from '../../api/use-person-check.ts'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Page } from '../page.tsx'
import { newPasswordField } from './new-password-field.ts'
import { ShortForm } from './short-form.tsx'

/** Creates an account and signs in at once, unless somebody has signed in meanwhile. */
export const SignUpPage = () => {
  const words = useWords()
  const { session } = usePagesText()
  const signedIn = useSession()
  const checkPerson = usePersonCheck()
  const joining = useOnce({
    mutationFn: async ({ name, email, password }: Signup) => {
      await call('signup', { body: { name, email, password } })
      checkPerson()
      return signIn({ email, password }, checkPerson)
    },
  })
  if (signedIn) return <Redirect to="/tickets" replace />
  return (
    <Page title={session.signUpTitle} lead={session.signUpLead}>
      <ShortForm
        fields={[
          { name: 'name', label: words.name, autoComplete: 'name' },
          { name: 'email', label: words.email, type: 'email', autoComplete: 'username' },
          newPasswordField(words.password, session),
        ]}
        action={session.signUp}
        busy={joining.isPending && session.signingUp}
        error={joining.error}
        onSend={({ name = '', email = '', password = '' }) => joining.mutate({ name, email, password })}
      />
      <p>
        {session.haveAccount} <Link href="/sign-in">{words.signIn}</Link>
      </p>
    </Page>
  )
}
