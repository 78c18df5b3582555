import { formatsOf } from './formats.ts'

const format = formatsOf('en-GB')

/** The customers' page: what stands around all of it, the form for a ticket and its receipt. */
export const portal = {
  nav: { submit: 'New ticket', tickets: 'My tickets', apply: 'Work with us', console: 'Console', main: 'Main' },
  submit: {
    pageTitle: 'New ticket',
    title: 'What went wrong?',
    lead: 'In your own words. We answer by e-mail and on this page.',
    description: 'Describe the problem',
    descriptionHint: 'What you did, what happened, what you expected.',
    roomLeft: (characters: number) =>
      `${format.plural(characters, 'character', 'characters')} left. Long logs are better cut to what matters.`,
    headline: 'Title',
    headlineHint: 'Taken from your first sentence. Change it if another says it better.',
    topic: 'Topic',
    priority: 'Priority',
    send: 'Send ticket',
    sending: 'Sending…',
    failed: 'Your ticket was not sent. Everything you wrote is still here.',
    suggested: 'Suggested from your text',
    suggestion: (category: string, priority: string) =>
      `${category}, ${priority.toLowerCase()} priority. Change it below if that is wrong.`,
    whoAreYou: 'Who may we answer?',
    signedInAs: (name: string, email: string) => `We answer ${name} at ${email}.`,
  },
  sent: {
    pageTitle: 'Ticket sent',
    title: 'We have your ticket',
    late: (number: string) => `We have your ticket ${number}.`,
    lead: (email: string) => `We answer to ${email}. You can close this page.`,
    link: 'Your tracking link',
    linkHint: 'Whoever has this link can read and answer the ticket. We also mail it to you.',
    copy: 'Copy link',
    copied: 'Copied',
    open: 'Open the ticket',
    another: 'Write another ticket',
    next: 'What happens next',
    steps: [
      'Your ticket goes to the department that knows the topic.',
      'An agent with room for it takes it; until then you keep your place.',
      'You get the answer by e-mail and on the ticket’s page.',
    ],
  },
  facts: {
    ticketNumber: 'Ticket number',
    status: 'Status',
    place: 'Place in the queue',
    number: (place: number) => `Number ${format.number(place)}`,
    placeSoon: 'Being sorted, a few seconds',
    agent: 'Looking after it',
    solved: 'Solved',
    firstReply: 'First reply expected',
    by: (time: string) => `by ${time}`,
    late: 'Later than we promised. We are sorry.',
  },
  offline: {
    kept: 'You are offline. What you write stays here.',
    sentWhenBack: (count: number) =>
      `You are offline. ${format.plural(count, 'message is', 'messages are')} sent when you are back.`,
  },
  slow: 'This takes longer than usual. Nothing that you wrote is lost.',
  missing: { title: 'There is nothing here', lead: 'The address may be mistyped.', home: 'To the start' },
}

export type PortalText = typeof portal
