import { notifyManager, QueryClient } from '@tanstack/react-query'
import { isUnheard } from './problem.ts'

/** A refusal stays a refusal; only a host that is away or overwhelmed is asked again, twice. */
const worthRepeating = (failures: number, error: Error): boolean => failures < 2 && isUnheard(error)

// Heard of before the event that it came from is over: React puts a control back that is not drawn as chosen by then, and
// what somebody has just chosen would flash back until a timer has run.
notifyManager.setScheduler(queueMicrotask)

export const newQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: worthRepeating, staleTime: 10_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })

/** Keys of what is cached; a change heard on the socket invalidates the same keys. */
export const keys = {
  config: ['config'] as const,
  tickets: ['tickets'] as const,
  counts: ['ticket-counts'] as const,
  ticket: (id: string) => ['ticket', id] as const,
  comments: (id: string) => ['ticket', id, 'comments'] as const,
  events: (id: string) => ['ticket', id, 'events'] as const,
  routing: (id: string) => ['ticket', id, 'routing'] as const,
  departments: ['departments'] as const,
  agents: ['agents'] as const,
  ownAgent: ['agents', 'me'] as const,
  users: ['users'] as const,
  applications: ['applications'] as const,
  merges: ['merges'] as const,
  touchedSince: (plan: string) => ['touched-since', plan] as const,
  queue: ['queue'] as const,
  statistics: ['statistics'] as const,
  fairness: ['fairness'] as const,
  forecast: (department: string) => ['forecast', department] as const,
  audit: ['audit'] as const,
  settings: ['settings'] as const,
  cannedReplies: ['canned-replies'] as const,
  views: ['views'] as const,
  scoreboard: ['scoreboard'] as const,
  models: ['models'] as const,
}
