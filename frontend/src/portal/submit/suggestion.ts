import { useEffect, useState } from 'react'
import type { Classification } from '../../../../functions/contracts/triage.ts'
import { call } from '../../api/call.ts'

/** A suggestion is requested this long after the last keystroke. */
export const TYPING_PAUSE_MS = 700
/** In characters; shorter texts say too little. */
const SHORTEST_TEXT = 15
/** A model that takes longer counts as down. */
const PATIENCE_MS = 3_000

export type Suggestion = Pick<Classification, 'suggested_category' | 'suggested_priority'>

/**
 * The model's suggestion for a text, requested once its author pauses; it stays until the next answer.
 *
 * A model that is down, slow or unsure (`fallback`) suggests nothing, and no error is shown. Each new text aborts the
 * request for the previous one.
 */
export const useSuggestion = (description: string): Suggestion | null => {
  const [suggestion, setSuggestion] = useState<Suggestion | null>(null)
  const text = description.trim()

  useEffect(() => {
    if (text.length < SHORTEST_TEXT) {
      setSuggestion(null)
      return
    }
    const request = new AbortController()
    const timer = setTimeout(() => {
      call('classifyTicket', { body: { description: text }, signal: request.signal, patience_ms: PATIENCE_MS })
        .then((answer) => setSuggestion(answer.source === 'fallback' ? null : answer))
        .catch(() => {
          if (!request.signal.aborted) setSuggestion(null)
        })
    }, TYPING_PAUSE_MS)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [text])

  return suggestion
}
