import { notifyManager, QueryClient } from '@tanstack/react-query'
import { isUnheard } from './problem.ts'

/** Refusals are not retried; a host that is down or overloaded is asked twice more. */
const worthRepeating = (failures: number, error: Error): boolean => failures < 2 && isUnheard(error)

// Notifies before the current event ends rather than by a timer: by then React resets a control whose new value has not
// been rendered, and the person's choice would flash back to the old value.
notifyManager.setScheduler(queueMicrotask)

export const newQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: worthRepeating, staleTime: 10_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })

/** Keys of the cache; a change reported by the socket invalidates these keys. */
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
