import { signOut } from '../api/session.ts'
import { Button } from '../design/button.tsx'
import { Mark } from '../design/mark.tsx'
import { useDeskText } from '../text/use-desk-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './sign-in-screen.module.css'

/** Shown to a customer who opens the console. */
export const ForbiddenScreen = ({ name }: { readonly name: string }) => {
  const words = useWords()
  const { forbidden } = useDeskText()
  return (
    <div className={styles.screen}>
      <main className={styles.panel}>
        <Mark href="/" />
        <header>
          <h1 className={styles.title}>{forbidden.title}</h1>
          <p className={styles.quiet}>{forbidden.lead(name)}</p>
        </header>
        <p>
          <a href="/tickets">{forbidden.portal}</a>
        </p>
        <Button onClick={() => void signOut()}>{words.signOut}</Button>
      </main>
    </div>
  )
}
