import type { Classification, ClassifyRequest } from '../../contracts/triage.ts'
import { guardCritical } from '../../domain/triage.ts'
import { sha256 } from '../../platform/ids.ts'
import { logger } from '../../platform/log.ts'
import { ModelFailedError } from '../../platform/model/request.ts'
import { modelProvider, suggest } from '../../platform/model.ts'
import { findClassification, keepClassification } from '../../stores/classifications.ts'
import { getSettings } from '../../stores/settings.ts'
import { currentKnowledge } from '../../use-cases/triage-knowledge.ts'
import { route } from '../pipeline/http.ts'

/** How long the model may take, in milliseconds: somebody waits while they write. */
const PATIENCE_MS = 1_800

const surroundings = async () => ({ skill_keywords: {}, resolved: [], unresolved: [] })

/** @throws ModelFailedError */
const classify = async (text: string): Promise<Classification> => {
  const said = await suggest({ text, patienceMs: PATIENCE_MS, knowledge: currentKnowledge, surroundings })
  const { suggested_category, suggested_priority, confidence, source } = said
  return { suggested_category, suggested_priority: guardCritical(suggested_priority, text), confidence, source }
}

const fallback = async (): Promise<Classification> => {
  const { fallback_category, fallback_priority } = await getSettings()
  return {
    suggested_category: fallback_category,
    suggested_priority: fallback_priority,
    confidence: 0,
    source: 'fallback',
  }
}

const textOf = ({ title, description }: ClassifyRequest): string =>
  title === undefined ? description : `${title}\n${description}`

/**
 * Suggests a category and a priority for a text, as advice: within 3 s whatever the model does. The answer for a text
 * is kept for the next time.
 */
export const classifyTicket = route('classifyTicket', async ({ body }) => {
  const text = textOf(body)
  const hash = sha256(JSON.stringify([modelProvider(), text]))
  const known = await findClassification(hash)
  if (known) return known
  try {
    const classification = await classify(text)
    await keepClassification(hash, classification)
    return classification
  } catch (error) {
    if (!(error instanceof ModelFailedError)) throw error
    logger.warn('classified without the model', { why: error.message })
    return fallback()
  }
})
