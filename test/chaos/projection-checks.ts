import { termsOf } from '../../functions/domain/search.ts'
import { listOrder } from '../../functions/stores/tables.ts'
import type { World } from './world.ts'

/** The API's statistics once everything is at rest. */
export type Statistics = Readonly<Record<string, unknown>>

const counted = (values: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

const differences = (name: string, shown: unknown, recount: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(shown as Record<string, number>).flatMap(([value, count]) =>
    count === (recount[value] ?? 0) ? [] : [`${name} ${value}: ${count} shown, ${recount[value] ?? 0} counted`],
  )

/** The statistics equal a recount of all tickets. */
export const findMiscounted = ({ watch }: World, shown: Statistics | undefined): readonly string[] => {
  if (!shown) return ['the statistics were not answered']
  const tickets = watch.tickets()
  const daily = shown.daily as readonly { readonly date: string; readonly created: number; readonly resolved: number }[]
  const { waiting } = shown.queue as { readonly waiting: number }
  return [
    ...differences('total', { tickets: shown.total_tickets }, { tickets: tickets.length }),
    ...differences('status', shown.status_breakdown, counted(tickets.map(({ status }) => status))),
    ...differences('category', shown.category_breakdown, counted(tickets.map(({ category }) => category))),
    ...differences('priority', shown.priority_breakdown, counted(tickets.map(({ priority }) => priority))),
    ...differences(
      'queue',
      { waiting },
      { waiting: tickets.filter(({ queue_state }) => queue_state === 'waiting').length },
    ),
    ...differences(
      'created on',
      Object.fromEntries(daily.map(({ date, created }) => [date, created])),
      counted(tickets.map(({ created_at }) => created_at.slice(0, 10))),
    ),
    ...differences(
      'resolved in all',
      { days: daily.reduce((sum, { resolved }) => sum + resolved, 0) },
      { days: tickets.filter(({ status }) => status === 'resolved' || status === 'closed').length },
    ),
  ]
}

/** The index has each ticket under its current words, and no others. */
export const findMisfiled = ({ watch, database }: World): readonly string[] => {
  const postings = [...database.rows('Search')].filter(({ pk }) => String(pk).startsWith('TERM#'))
  const byTicket = Map.groupBy(postings, ({ sk }) => String(sk))
  return watch.tickets().flatMap((ticket) => {
    const filed = (byTicket.get(listOrder(ticket.created_at, ticket.id)) ?? []).map(({ pk }) => String(pk).slice(5))
    const wanted = termsOf(ticket)
    const isRight = filed.length === wanted.length && filed.toSorted().join() === wanted.toSorted().join()
    return isRight ? [] : [`ticket ${ticket.id} is filed under ${filed.length} terms instead of ${wanted.length}`]
  })
}

/**
 * Nobody gets a mail twice: about a new ticket, a reply, or the same resolution. A reply that was sent on its own may
 * be repeated in the first digest after digests are switched on.
 */
export const findRepeatedMails = ({ outside, watch }: World): readonly string[] => {
  const switches = [...watch.histories().values()].flat().filter(({ type }) => type === 'settings_updated').length
  const resolutions = new Map(
    watch.tickets().map(({ id, number }) => {
      const history = watch.histories().get(`TICKET#${id}`) ?? []
      return [number, history.filter(({ changes }) => changes.status?.[1] === 'resolved').length] as const
    }),
  )
  const byText = Map.groupBy(outside.mails, ({ to, subject, text }) => `${to} ${subject} ${text}`)
  return [...byText.values()].flatMap((mails) => {
    const [{ to, subject, text } = { to: '', subject: '', text: '' }] = mails
    const number = /\[(PL-\w+)\]/.exec(subject)?.[1] ?? ''
    const isResolutionOnly = subject.includes('Resolved: ') && !text.includes('comment-')
    const isReply = text.includes('comment-')
    const allowed = isResolutionOnly ? (resolutions.get(number) ?? 0) : isReply ? 1 + switches : 1
    return mails.length > allowed && number !== '' ? [`${to} got "${subject}" ${mails.length} times`] : []
  })
}

/** Only messages that can never succeed are set aside, and the stream drops nothing. */
export const findSetAside = ({ queues, streams }: World): readonly string[] => [
  ...queues
    .deadLetters()
    .filter(({ body }) => !body.includes('"email":"nowhere"'))
    .map(({ queue, body }) => `${queue} holds ${body.slice(0, 200)}`),
  ...(streams.givenUp() > 0 ? [`the stream gave up ${streams.givenUp()} records`] : []),
]
