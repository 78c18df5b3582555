import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { call } from '../api/call.ts'
import { keys } from '../api/queries.ts'
import { Modal } from '../design/modal.tsx'
import { useDeskText } from '../text/use-console-text.ts'
import styles from './command-palette.module.css'
import { viewsFor } from './inbox/views.ts'
import { useMe } from './me.ts'

interface Command {
  readonly id: string
  readonly name: string
  readonly detail?: string
  readonly run: () => void
}

const SHORTEST_SEARCH = 2
const MOST_TICKETS = 6

/** Goes anywhere by typing: screens, views, tickets by number or words. */
export const CommandPalette = ({ onClose }: { readonly onClose: () => void }) => {
  const { palette } = useDeskText()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const commands = useCommands(typed, onClose)
  const active = Math.min(at, commands.length - 1)

  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((active + step + commands.length) % Math.max(1, commands.length))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      commands[active]?.run()
    }
  }
  return (
    <Modal title={palette.label} onClose={onClose}>
      <input
        className={styles.input}
        role="combobox"
        aria-label={palette.label}
        aria-expanded={commands.length > 0}
        aria-controls={list}
        aria-activedescendant={commands[active] ? `${list}-${commands[active].id}` : undefined}
        placeholder={palette.placeholder}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      <div className={styles.list} id={list} role="listbox" aria-label={palette.label}>
        {commands.map((command, index) => (
          <div
            key={command.id}
            id={`${list}-${command.id}`}
            className={styles.command}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={command.run}
            onKeyDown={onKey}
          >
            <span>{command.name}</span>
            {command.detail && <span className={styles.detail}>{command.detail}</span>}
          </div>
        ))}
      </div>
      {commands.length === 0 && <p role="status">{palette.none}</p>}
    </Modal>
  )
}

const useCommands = (typed: string, onClose: () => void): readonly Command[] => {
  const text = useDeskText()
  const me = useMe()
  const goTo = useNavigate()
  const wanted = useDeferredValue(typed.trim())
  const tickets = useQuery({
    queryKey: [...keys.tickets, 'palette', wanted],
    queryFn: () => call('listTickets', { query: { search: wanted, limit: MOST_TICKETS } }),
    enabled: wanted.length >= SHORTEST_SEARCH,
  })
  const run = (go: () => Promise<void>) => () => {
    onClose()
    void go()
  }
  const screens = me.role === 'admin' ? adminScreens : staffScreens
  const all: readonly Command[] = [
    ...viewsFor(me.role).map((view) => ({
      id: `view-${view}`,
      name: text.views[view],
      detail: text.nav.tickets,
      run: run(() => goTo({ to: '/', search: { view } })),
    })),
    ...screens.map((screen) => ({
      id: `screen-${screen}`,
      name: text.nav[screen],
      run: run(() => goTo({ to: `/${screen}` })),
    })),
  ]
  const named = all.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()))
  const found = (wanted.length >= SHORTEST_SEARCH ? (tickets.data?.items ?? []) : []).map(({ id, number, title }) => ({
    id: `ticket-${id}`,
    name: title,
    detail: number,
    run: run(() => goTo({ to: '/tickets/$ticketId', params: { ticketId: id }, search: {} })),
  }))
  return [...named, ...found]
}

const staffScreens = ['statistics', 'settings'] as const
const adminScreens = [
  'overview',
  'agents',
  'departments',
  'merges',
  'applications',
  'audit',
  'statistics',
  'settings',
] as const
