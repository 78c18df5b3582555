import { ModelAnswer } from '../../contracts/model-answer.ts'
import { beginningOf, normaliseText } from '../classifier/text-features.ts'
import { SUMMARY_CHARACTERS } from './summary.ts'

/** Longest answer that is parsed, in characters of JSON. */
const ANSWER_CHARACTERS = 20_000
/** Lengths at which an answer's texts are cut, in characters, and most skills that are kept. */
const LIMITS = { notes: 1_000, draft: 2_000, skill: 40, skills: 5 } as const

const textUpTo = (text: string, characters: number): string => beginningOf(normaliseText(text), characters).trim()

/** The answer with its texts normalised and cut; skills once each. */
const trimmed = (answer: ModelAnswer): ModelAnswer => ({
  ...answer,
  summary: textUpTo(answer.summary, SUMMARY_CHARACTERS),
  required_skills: [...new Set(answer.required_skills.map((skill) => textUpTo(skill.toLowerCase(), LIMITS.skill)))]
    .filter(Boolean)
    .slice(0, LIMITS.skills),
  resolution_notes: textUpTo(answer.resolution_notes, LIMITS.notes),
  reply_draft: textUpTo(answer.reply_draft, LIMITS.draft),
})

/** `repair`: readable but wrong, so that asking once more is worthwhile. `unusable`: no answer at all. */
export type Reading =
  | { readonly outcome: 'parsed'; readonly answer: ModelAnswer }
  | { readonly outcome: 'repair' | 'unusable'; readonly problem: string }

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Some models send the input as a string, in a fence, or as a string of a string. */
const unwrap = (input: unknown): unknown => {
  if (typeof input !== 'string' || input.length > ANSWER_CHARACTERS) return input
  const parsed = parseJson(input.trim().replace(/^```(?:json)?\s*|\s*```$/g, ''))
  return typeof parsed === 'string' ? parseJson(parsed) : parsed
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads the tool's input as a model gave it: an object, or a JSON string of one. Never throws.
 *
 * The problem names fields and allowed values, never what the model wrote: it may go back to the model and into a log.
 */
export const readAnswer = (input: unknown): Reading => {
  const answer = unwrap(input)
  if (!isRecord(answer)) return { outcome: 'unusable', problem: 'the answer is no JSON object' }
  const { success, data, error } = ModelAnswer.safeParse(answer)
  if (success) return { outcome: 'parsed', answer: trimmed(data) }
  const problem = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  return { outcome: 'repair', problem }
}
