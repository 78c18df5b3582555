import type { PagesText } from '../../text/portal-pages.en.ts'
import type { ShortField } from './short-form.tsx'

/** The shortest password that the contract accepts, in characters. */
const SHORTEST_PASSWORD = 12

/** The field for a new password; one that is too short is never sent. */
export const newPasswordField = (label: string, text: PagesText['session']): ShortField => ({
  name: 'password',
  label,
  type: 'password',
  autoComplete: 'new-password',
  hint: text.passwordHint,
  check: (value) => (value.length < SHORTEST_PASSWORD ? text.passwordShort : undefined),
})
