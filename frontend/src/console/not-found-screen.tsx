import { Link } from '@tanstack/react-router'
import { EmptyState } from '../design/notice.tsx'
import { useDeskText } from '../text/use-console-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './screen.module.css'

export const NotFoundScreen = () => {
  const words = useWords()
  const { nav } = useDeskText()
  return (
    <div className={styles.screen}>
      <EmptyState title={words.problem.notFound}>
        <Link to="/" search={{}}>
          {nav.tickets}
        </Link>
      </EmptyState>
    </div>
  )
}
