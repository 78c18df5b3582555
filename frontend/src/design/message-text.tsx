import { lazy, Suspense } from 'react'
import styles from './message-text.module.css'

const Plain = ({ children }: { readonly children: string }) => (
  <p className={styles.plain} dir="auto">
    {children}
  </p>
)

/** Arrives with the first message that needs it. */
const Markdown = lazy(() =>
  import('./markdown.tsx').then(
    ({ Markdown: markdown }) => ({ default: markdown }),
    () => ({ default: Plain }),
  ),
)

/** Without any of these a text looks the same either way. */
const MARKS = /[*_`#>[\]|~]|^\s*(?:[-+]|\d+[.)])\s|\n/mu

/**
 * What somebody wrote. Agents write Markdown; the words of a customer stand as they were typed, since logs and prices
 * would not survive it. Until Markdown has arrived, and if it never does, the text stands as it is.
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
