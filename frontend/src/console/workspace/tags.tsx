import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { Button } from '../../design/button.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { LONGEST_TAG, tagOf } from '../tag.ts'
import styles from './tags.module.css'
import type { TicketWrite } from './use-ticket-write.ts'

const MOST = 20

/** The ticket's tags: each leads to all tickets that bear it, and can be taken off; one more word adds one. */
export const Tags = ({ ticket, write }: { readonly ticket: Ticket; readonly write: TicketWrite }) => {
  const { ticket: text } = useDeskText()
  const [typed, setTyped] = useState('')
  const { tags } = ticket
  const locked = ticket.merged_into !== null
  const add = (event: FormEvent) => {
    event.preventDefault()
    const tag = tagOf(typed)
    if (tag && !tags.includes(tag)) write.change({ tags: [...tags, tag] })
    setTyped('')
  }
  return (
    <ul className={styles.tags} aria-label={text.tags}>
      {tags.map((tag) => (
        <li className={styles.tag} key={tag}>
          <Link to="." search={(before) => ({ ...before, tag })}>
            {tag}
          </Link>
          {!locked && (
            <Button
              kind="plain"
              aria-label={text.removeTag(tag)}
              onClick={() => write.change({ tags: tags.filter((one) => one !== tag) })}
            >
              <X size={12} aria-hidden="true" />
            </Button>
          )}
        </li>
      ))}
      {!locked && tags.length < MOST && (
        <li>
          <form onSubmit={add}>
            <input
              className={styles.add}
              aria-label={text.addTag}
              placeholder={text.addTag}
              maxLength={LONGEST_TAG}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          </form>
        </li>
      )}
    </ul>
  )
}
