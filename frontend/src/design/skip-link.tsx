import { useWords } from '../text/use-words.ts'
import styles from './skip-link.module.css'

/** The id of what a page is about; its element takes the focus with `tabIndex={-1}`. */
export const CONTENT_ID = 'content'

/** The first stop of the Tab key: past everything that stands around the content. */
export const SkipLink = () => {
  const words = useWords()
  return (
    <a className={styles.skip} href={`#${CONTENT_ID}`}>
      {words.skipToContent}
    </a>
  )
}
