import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { RemoveButton } from '../../design/remove-button.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { TagForm } from '../tag-form.tsx'
import styles from './tags.module.css'
import type { TicketWrite } from './use-ticket-write.ts'

const MOST = 20

/** The ticket's tags: each links to all tickets with that tag, and can be removed; a field adds one. */
export const Tags = ({ ticket, write }: { readonly ticket: Ticket; readonly write: TicketWrite }) => {
  const { ticket: text } = useDeskText()
  const { tags } = ticket
  const locked = ticket.merged_into !== null
  return (
    <ul className={styles.tags} tabIndex={-1} aria-label={text.tags}>
      {tags.map((tag) => (
        <li className={styles.tag} key={tag}>
          <Link to="." search={(before) => ({ ...before, tag })}>
            {tag}
          </Link>
          {!locked && (
            <RemoveButton
              aria-label={text.removeTag(tag)}
              onRemove={() => write.change({ tags: tags.filter((one) => one !== tag) })}
            >
              <X size={12} aria-hidden="true" />
            </RemoveButton>
          )}
        </li>
      ))}
      {!locked && tags.length < MOST && (
        <li>
          <TagForm
            className={styles.add}
            onAdd={(tag) => {
              if (!tags.includes(tag)) write.change({ tags: [...tags, tag] })
            }}
          />
        </li>
      )}
    </ul>
  )
}
