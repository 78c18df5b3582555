import { lazy, Suspense } from 'react'
import styles from './message-text.module.css'

const Plain = ({ children }: { readonly children: string }) => (
  <p className={styles.plain} dir="auto">
    {children}
  </p>
)

/** Loaded with the first message that needs it. */
const Markdown = lazy(() =>
  import('./markdown.tsx').then(
    ({ Markdown: markdown }) => ({ default: markdown }),
    () => ({ default: Plain }),
  ),
)

/** A text without any of these looks the same with and without Markdown. */
const MARKS = /[*_`#>[\]|~]|^\s*(?:[-+]|\d+[.)])\s|\n/mu

/**
 * The text of a message. Agents write Markdown; customers' texts are shown as typed, since Markdown would garble logs
 * and prices. Until the Markdown component is loaded, and if it never is, the text is shown as it is.
 */
export const MessageText = ({ body, isMarkdown }: { readonly body: string; readonly isMarkdown: boolean }) => {
  const plain = <Plain>{body}</Plain>
  if (!isMarkdown || !MARKS.test(body)) return plain
  return (
    <Suspense fallback={plain}>
      <Markdown>{body}</Markdown>
    </Suspense>
  )
}
