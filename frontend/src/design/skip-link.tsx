import { useWords } from '../text/use-words.ts'
import styles from './skip-link.module.css'

/** The id of a page's main content; its element is focusable by `tabIndex={-1}`. */
export const CONTENT_ID = 'content'

/** The first stop of the Tab key: skips everything before the content. */
export const SkipLink = () => {
  const words = useWords()
  return (
    <a className={styles.skip} href={`#${CONTENT_ID}`}>
      {words.skipToContent}
    </a>
  )
}
