import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { OpenedTicket } from '../../../functions/contracts/ticket.ts'
import { signOut, useSession } from '../api/session.ts'
import { Button } from '../design/button.tsx'
import { Mark } from '../design/mark.tsx'
import { LanguageControl, ThemeControl } from '../design/preferences.tsx'
import { CONTENT_ID, SkipLink } from '../design/skip-link.tsx'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './frame.module.css'
import { OfflineLine } from './offline-line.tsx'
import lines from './status-lines.module.css'
import { LateReceiptContext } from './submit/receipt.ts'
import { ReceiptLine } from './submit/receipt-line.tsx'

/** The frame of every portal page: header and footer. */
export const Frame = ({ children }: { readonly children: ReactNode }) => {
  const [receipts, setReceipts] = useState<readonly OpenedTicket[]>([])
  const tellLater = (ticket: OpenedTicket) => setReceipts((before) => [...before, ticket])
  return (
    <div className={styles.frame}>
      <SkipLink />
      <header className={styles.head}>
        <Mark href="/" />
        <Navigation />
      </header>
      <div className={lines.bar} role="status">
        <OfflineLine />
        {receipts.map((ticket) => (
          <ReceiptLine
            key={ticket.id}
            ticket={ticket}
            onClose={() => setReceipts(receipts.filter((one) => one !== ticket))}
          />
        ))}
      </div>
      <main className={styles.content} id={CONTENT_ID} tabIndex={-1}>
        <LateReceiptContext value={tellLater}>{children}</LateReceiptContext>
      </main>
      <footer className={styles.foot}>
        <ThemeControl />
        <LanguageControl />
        <WorkWithUs />
      </footer>
    </div>
  )
}

/** The link for customers and guests who want to work here; staff already do. */
const WorkWithUs = () => {
  const { nav } = usePortalText()
  const session = useSession()
  if (session && session.user.role !== 'customer') return null
  return <Link href="/apply">{nav.apply}</Link>
}

const Navigation = () => {
  const words = useWords()
  const { nav } = usePortalText()
  const session = useSession()
  const [here, goTo] = useLocation()
  const current = (path: string) => (here === path ? { 'aria-current': 'page' as const } : {})

  const leave = () => {
    void signOut()
    goTo('/')
  }
  return (
    <nav className={styles.nav} aria-label={nav.main}>
      {session ? (
        <>
          <Link href="/" {...current('/')}>
            {nav.submit}
          </Link>
          <Link href="/tickets" {...current('/tickets')}>
            {nav.tickets}
          </Link>
          {session.user.role !== 'customer' && <a href="/console">{nav.console}</a>}
          <Button kind="plain" onClick={leave}>
            {words.signOut}
          </Button>
        </>
      ) : (
        <Link href="/sign-in" {...current('/sign-in')}>
          {words.signIn}
        </Link>
      )}
    </nav>
  )
}
