import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useWords } from '../text/use-words.ts'
import { Button } from './button.tsx'
import styles from './pager.module.css'

/** Back and forward buttons for the pages of a table; renders nothing if there is only one page. */
export const Pager = ({ label, page, of, hasNext, onGo }: PagerProps) => {
  const { pages } = useWords()
  if (page === 1 && !hasNext) return null
  return (
    <nav className={styles.pager} aria-label={`${label}: ${pages.label}`}>
      <Button disabled={page === 1} aria-label={pages.previous} onClick={() => onGo(page - 1)}>
        <ChevronLeft size={16} aria-hidden="true" />
      </Button>
      <span className={styles.place} role="status">
        {pages.place(page, of)}
      </span>
      <Button disabled={!hasNext} aria-label={pages.next} onClick={() => onGo(page + 1)}>
        <ChevronRight size={16} aria-hidden="true" />
      </Button>
    </nav>
  )
}

interface PagerProps {
  /** The name of the table. */
  readonly label: string
  /** 1 is the first. */
  readonly page: number
  /** How many pages there are, if known. */
  readonly of?: number
  readonly hasNext: boolean
  readonly onGo: (page: number) => void
}
