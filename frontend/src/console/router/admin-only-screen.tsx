import { Link } from '@tanstack/react-router'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Screen } from '../screen.tsx'

/** Shown to an agent who follows a link to an administrator's screen. */
export const AdminOnlyScreen = () => {
  const words = useWords()
  const { forbidden, nav } = useDeskText()
  return (
    <Screen title={words.problem.forbidden}>
      <p>{forbidden.admin}</p>
      <p>
        <Link to="/" search={{}}>
          {nav.tickets}
        </Link>
      </p>
    </Screen>
  )
}
