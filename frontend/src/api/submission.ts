import { useRef } from 'react'

/**
 * The idempotency key of what a form sends: the same for every attempt with the same content, a new one once the
 * content changes or the attempt succeeded.
 */
export const useSubmissionKey = () => {
  const last = useRef<{ content: string; key: string } | null>(null)
  return {
    keyFor: (body: unknown): string => {
      const content = JSON.stringify(body)
      if (last.current?.content !== content) last.current = { content, key: crypto.randomUUID() }
      return last.current.key
    },
    done: () => {
      last.current = null
    },
  }
}
