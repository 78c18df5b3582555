import * as z from 'zod'
import { Share } from './basics.ts'
import { Category, Priority } from './triage.ts'

const folded = (text: unknown) => (typeof text === 'string' ? text.trim().toLowerCase() : text)
const numeric = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value)

/**
 * What a model says about a ticket: the input of the tool `record_triage`.
 *
 * The labels must be exact but for case; a number may come as text; fields that nobody asked for are dropped.
 */
export const ModelAnswer = z.object({
  suggested_category: z.preprocess(folded, Category),
  suggested_priority: z.preprocess(folded, Priority),
  confidence: z.preprocess(numeric, Share),
  summary: z.string(),
  required_skills: z.array(z.string()).default([]),
  resolution_notes: z.string().default(''),
  reply_draft: z.string().default(''),
})
export type ModelAnswer = z.infer<typeof ModelAnswer>
