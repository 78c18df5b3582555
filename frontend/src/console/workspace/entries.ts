import type { TicketEvent } from '../../../../functions/contracts/events.ts'
import type { Comment } from '../../../../functions/contracts/ticket.ts'

export type Entry =
  | { readonly kind: 'comment'; readonly key: string; readonly comment: Comment }
  | { readonly kind: 'events'; readonly key: string; readonly events: readonly TicketEvent[] }

/** Comments and events merged in the order of `seq`; consecutive events form a group. */
export const entriesOf = (comments: readonly Comment[], events: readonly TicketEvent[]): readonly Entry[] => {
  const spoken = new Set(comments.map(({ seq }) => seq))
  const steps = [
    ...comments.map((comment) => ({ seq: comment.seq, comment })),
    ...events
      .filter(({ seq, type }) => type !== 'comment_added' && !spoken.has(seq))
      .map((event) => ({ seq: event.seq, event })),
  ].toSorted((a, b) => a.seq - b.seq)

  const entries: Entry[] = []
  for (const step of steps) {
    const last = entries.at(-1)
    if ('comment' in step) entries.push({ kind: 'comment', key: step.comment.id, comment: step.comment })
    else if (last?.kind === 'events') entries[entries.length - 1] = { ...last, events: [...last.events, step.event] }
    else entries.push({ kind: 'events', key: `events-${step.seq}`, events: [step.event] })
  }
  return entries
}
