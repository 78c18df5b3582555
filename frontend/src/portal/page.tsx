import { type ReactNode, useEffect, useRef } from 'react'
import { useSessionRefused } from '../api/session.ts'
import { Notice } from '../design/notice.tsx'
import { useWords } from '../text/use-words.ts'
import styles from './page.module.css'

/** On the first page the browser starts at the top by itself; only later pages must take the focus. */
let isFirst = true

/** A page's heading. It takes the focus when the page appears, so that it is read out and tabbing starts there. */
export const Page = ({ title, name = title, lead, children }: PageProps) => {
  const { problem } = useWords()
  const wasRefused = useSessionRefused()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${name} · Plimsoll`
  }, [name])
  useEffect(() => {
    if (!isFirst) heading.current?.focus()
    isFirst = false
  }, [])
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h1>
        {lead && <p className={styles.lead}>{lead}</p>}
      </header>
      {wasRefused && <Notice kind="warn">{problem.signedOut}</Notice>}
      {children}
    </div>
  )
}

interface PageProps {
  readonly title: string
  /** The name in the window's title, if it differs from the heading. */
  readonly name?: string
  readonly lead?: ReactNode
  readonly children?: ReactNode
}
