import { Link } from '@tanstack/react-router'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Screen } from '../screen.tsx'

export const NotFoundScreen = () => {
  const words = useWords()
  const { nav } = useDeskText()
  return (
    <Screen title={words.problem.notFound}>
      <p>
        <Link to="/" search={{}}>
          {nav.tickets}
        </Link>
      </p>
    </Screen>
  )
}
