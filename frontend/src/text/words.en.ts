import { formatsOf } from './formats.ts'

const format = formatsOf('en-GB')

/** Words that both pages need: values of the contract, states of a view, refusals. */
export const words = {
  format,
  category: { billing: 'Billing', technical: 'Technical', account: 'Account', general: 'General' },
  priority: { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' },
  status: { open: 'Open', in_progress: 'In progress', resolved: 'Resolved', closed: 'Closed' },
  queue: {
    triaging: 'Being sorted',
    waiting: 'Waiting',
    assigned: 'With an agent',
    done: 'Done',
    next: 'Next in the queue',
  },
  presence: { online: 'Online', dnd: 'Do not disturb', offline: 'Offline' },
  role: { customer: 'Customer', agent: 'Agent', admin: 'Admin' },
  priorityIs: (priority: string) => `Priority: ${priority}`,
  newMessage: (name: string, sentence: string) => `New message from ${name}: ${sentence}`,
  loading: 'Loading…',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  saving: 'Saving…',
  saved: 'Saved',
  undo: 'Undo',
  edit: 'Edit',
  remove: 'Remove',
  asTable: 'As a table',
  pages: {
    label: 'pages',
    previous: 'Previous page',
    next: 'Next page',
    place: (page: number, of: number | undefined) =>
      of === undefined ? `Page ${format.number(page)}` : `Page ${format.number(page)} of ${format.number(of)}`,
  },
  required: 'Please fill this in.',
  notAnEmail: 'Please give a whole address, such as name@example.org.',
  notTaken: 'Please check this.',
  skipToContent: 'Skip to content',
  theme: 'Theme',
  themes: { dark: 'Dark', light: 'Light', system: 'System' },
  language: 'Language',
  languages: { en: 'English', de: 'Deutsch' },
  signIn: 'Sign in',
  signOut: 'Sign out',
  signingIn: 'Signing in…',
  email: 'E-mail',
  password: 'Password',
  name: 'Your name',
  fuse: {
    left: (time: string) => `${time} left`,
    late: (time: string) => `late ${time}`,
    leftSpoken: (time: string) => `Due in ${time}`,
    lateSpoken: (time: string) => `Late by ${time}`,
  },
  live: {
    online: 'Live',
    connecting: 'Connecting…',
    offline: 'Connection lost. We keep trying; nothing is missed.',
    short: { online: 'Live', connecting: 'Connecting', offline: 'Offline' },
  },
  problem: {
    title: 'That did not work',
    unreachable: 'The service cannot be reached. Check your connection and try again.',
    unavailable: 'The service is busy for a moment. Please try again.',
    limited: (seconds: number | null) =>
      seconds === null
        ? 'Too many requests. Please wait a little.'
        : `Too many requests. Please wait ${format.seconds(seconds)}.`,
    signedOut: 'You are no longer signed in. Sign in again; messages that you began are kept.',
    forbidden: 'You may not do this.',
    notFound: 'There is nothing here, or it is not yours to see.',
    invalid: 'Please check what you entered.',
    unexpected: 'Something went wrong on our side. Please try again.',
    reference: (id: string) => `Reference: ${id}`,
    byCode: {
      bad_credentials: 'E-mail or password is wrong.',
      email_taken: 'There is already an account with this e-mail.',
      illegal_transition: 'This status cannot follow the present one.',
      already_decided: 'Somebody has already decided this.',
      agent_at_capacity: 'This agent carries as much as they may.',
      application_open: 'You have applied already; the answer is on its way.',
      code_invalid: 'The code is wrong or has expired. Ask for a new one.',
      link_invalid: 'This link is not complete. Please open it from the e-mail again.',
      password_refused: 'This password is too easy to guess. Please take another.',
      ticket_closed: 'This ticket is closed. Please open a new one.',
      version_mismatch: 'Somebody else has changed this meanwhile.',
      ticket_merged: 'This ticket was merged into another one.',
      category_taken: 'Another department already serves this topic.',
      idempotency_key_reused: 'This was already sent with another content.',
    } as Readonly<Record<string, string>>,
  },
}

export type Words = typeof words
