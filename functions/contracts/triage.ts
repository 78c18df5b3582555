import * as z from 'zod'
import { Id, LongText, Share, Text, Timestamp } from './basics.ts'

export const Category = z.enum(['billing', 'technical', 'account', 'general'])
export type Category = z.infer<typeof Category>

/** From least to most pressing. */
export const Priority = z.enum(['low', 'medium', 'high', 'critical'])
export type Priority = z.infer<typeof Priority>

/** What an agent can do, as one normalised word or phrase. */
export const Skill = Text.trim().toLowerCase().min(1).max(40)
export const Skills = z.array(Skill).max(20)

/** A machine's suggestion for a ticket. It is data: a person, or a department's explicit policy, applies it. */
export const Triage = z.strictObject({
  summary: z.string(),
  suggested_category: Category,
  suggested_priority: Priority,
  suggested_duplicate_of: Id.nullable(),
  required_skills: z.array(z.string()),
  resolution_notes: z.string(),
  reply_draft: z.string(),
  confidence: Share,
  source: z.enum(['bedrock', 'local', 'fallback']),
  model: z.string(),
  prompt_version: z.string(),
  /** True if the configured provider did not answer: triage is then repeated later. */
  degraded: z.boolean(),
  state: z.enum(['pending', 'accepted', 'modified', 'rejected']),
  decided_by: Id.nullable(),
  decided_at: Timestamp.nullable(),
  created_at: Timestamp,
})
export type Triage = z.infer<typeof Triage>

export const ClassifyRequest = z.strictObject({
  description: LongText,
  title: Text.trim().min(1).max(200).exactOptional(),
})
export type ClassifyRequest = z.infer<typeof ClassifyRequest>

export const Classification = Triage.pick({
  suggested_category: true,
  suggested_priority: true,
  confidence: true,
  source: true,
})
export type Classification = z.infer<typeof Classification>

export const TriageDecision = z.strictObject({
  decision: z.enum(['accept', 'modify', 'reject']),
  category: Category.exactOptional(),
  priority: Priority.exactOptional(),
  required_skills: Skills.exactOptional(),
  reply: LongText.exactOptional(),
})
export type TriageDecision = z.infer<typeof TriageDecision>
