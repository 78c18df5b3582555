import * as z from 'zod'
import { Id, LongText, Text, Timestamp } from './basics.ts'
import { Category, Priority, Skill } from './triage.ts'

/** Beyond any real traffic: the upper bound both when an installation is deployed and in its settings. */
export const HIGHEST_RATE_LIMIT = 1_000_000_000

/** What admins set for the whole installation. */
export const Settings = z.strictObject({
  fallback_category: Category,
  fallback_priority: Priority,
  /** Other words for a skill, such as `js` for `javascript`. */
  skill_aliases: z.record(Skill, Skill),
  /** Words in a ticket that ask for a skill. */
  skill_keywords: z.record(Skill, Skill),
  /** Requests from one address without a token per 15 minutes. */
  rate_limit: z.int().min(0).max(HIGHEST_RATE_LIMIT),
  /** True: at most one mail about a ticket every 15 minutes. */
  mail_digest: z.boolean(),
})
export type Settings = z.infer<typeof Settings>

export const CannedReply = z.strictObject({
  id: Id,
  title: z.string(),
  body: z.string(),
  created_by: Id,
  created_at: Timestamp,
  updated_at: Timestamp,
})
export type CannedReply = z.infer<typeof CannedReply>

const reply = { title: Text.trim().min(1).max(100), body: LongText }
export const NewCannedReply = z.strictObject(reply)
export const CannedReplyPatch = z
  .strictObject({ title: reply.title.exactOptional(), body: reply.body.exactOptional() })
  .refine((patch) => Object.keys(patch).length > 0, 'must change at least one field')

export const SavedView = z.strictObject({
  id: Id,
  name: z.string(),
  /** The list's search parameters. */
  query: z.string(),
  shared: z.boolean(),
  owner_id: Id,
  created_at: Timestamp,
})
export type SavedView = z.infer<typeof SavedView>

const view = { name: Text.trim().min(1).max(60), query: Text.max(1_000), shared: z.boolean() }
export const NewSavedView = z.strictObject({ name: view.name, query: view.query, shared: view.shared.default(false) })
export const SavedViewPatch = z
  .strictObject({
    name: view.name.exactOptional(),
    query: view.query.exactOptional(),
    shared: view.shared.exactOptional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change at least one field')

export const Health = z.strictObject({ status: z.literal('ok'), version: z.string() })

/** What the site needs at start. */
export const SiteConfig = z.strictObject({
  version: z.string(),
  region: z.string(),
  /** Path of the WebSocket on the site's own origin. */
  socket_path: z.string(),
  /** True where the demo accounts exist. */
  demo: z.boolean(),
  dashboard_url: z.string().nullable(),
})
export type SiteConfig = z.infer<typeof SiteConfig>

export const Unsubscribe = z.strictObject({ token: Text.min(1).max(1_000) })
