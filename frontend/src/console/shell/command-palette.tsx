import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { KeyHint } from '../../design/key-hint.tsx'
import { Modal } from '../../design/modal.tsx'
import { chooseTheme, themes } from '../../design/theme.ts'
import { useSettled } from '../../design/use-settled.ts'
import { languages, useLanguage } from '../../text/language.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { chooseDensity, densities } from '../inbox/density.ts'
import { searchOf } from '../inbox/search.ts'
import { viewsFor } from '../inbox/views.ts'
import { runKey, useKeysAtHand, useSingleKeys } from '../keyboard.ts'
import { useMe } from '../me.ts'
import { type ScreenName, screensFor } from '../screens.ts'
import styles from './command-palette.module.css'

interface Command {
  readonly id: string
  readonly name: string
  readonly detail?: string
  /** The shortcut that does the same, as people write it. */
  readonly keyName?: string
  readonly run: () => void
}

const SHORTEST_SEARCH = 2
const MOST_TICKETS = 6

/**
 * The open ticket's actions; finds screens, views and tickets (by number or words) by typing, and changes the
 * appearance.
 */
export const CommandPalette = ({ onKeys, onClose }: CommandPaletteProps) => {
  const { palette } = useDeskText()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const commands = useCommands(typed, onKeys, onClose)
  const isKeyed = useSingleKeys()
  const active = Math.min(at, commands.length - 1)
  const options = useRef<HTMLDivElement>(null)
  useEffect(() => {
    options.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

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
      <div className={styles.list} ref={options} id={list} role="listbox" aria-label={palette.label}>
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
            {command.keyName && isKeyed && <KeyHint>{command.keyName}</KeyHint>}
          </div>
        ))}
      </div>
      {commands.length === 0 && <p role="status">{palette.none}</p>}
    </Modal>
  )
}

interface CommandPaletteProps {
  /** Opens the shortcuts sheet instead. */
  readonly onKeys: () => void
  readonly onClose: () => void
}

const useCommands = (typed: string, onKeys: () => void, onClose: () => void): readonly Command[] => {
  const text = useDeskText()
  const wanted = typed.trim()
  const actions = useTicketActions(onClose)
  const places = usePlaces(onClose)
  const looks = useLooks(onClose)
  const sheet: Command = { id: 'keys', name: text.keys.title, keyName: '?', run: onKeys }
  const named = [...actions, ...places, ...looks, sheet].filter(({ name, detail }) =>
    `${detail ?? ''} ${name}`.toLowerCase().includes(wanted.toLowerCase()),
  )
  return [...named, ...useFoundTickets(useSettled(wanted), onClose)]
}

/** What can be done to the open ticket, with the key that does it. */
const TICKET_KEYS = {
  r: 'reply',
  n: 'note',
  'Shift+A': 'use',
  'Shift+E': 'edit',
  'Shift+X': 'reject',
  e: 'resolve',
  s: 'status',
  p: 'priority',
  a: 'assign',
  z: 'undo',
} as const
type TicketKey = keyof typeof TICKET_KEYS
const ticketKeys = Object.keys(TICKET_KEYS) as TicketKey[]

/** The entries for what can be done to the open ticket now; each does what its key does. */
const useTicketActions = (onClose: () => void): readonly Command[] => {
  const { keys: names } = useDeskText()
  return useKeysAtHand(ticketKeys).map((key) => ({
    id: `key-${key}`,
    name: names[TICKET_KEYS[key]],
    keyName: key.replace('Shift+', '⇧'),
    run: () => {
      // Closing returns the focus, which the action may then move on.
      flushSync(onClose)
      runKey(key)
    },
  }))
}

/** The shortcuts that lead to screens directly. */
const keyOf: Readonly<Partial<Record<ScreenName, string>>> = { statistics: 'g s', overview: 'g o' }

/** The entries for views, saved views and screens. */
const usePlaces = (onClose: () => void): readonly Command[] => {
  const text = useDeskText()
  const me = useMe()
  const goTo = useNavigate()
  const saved =
    useQuery({ queryKey: keys.views, queryFn: () => call('listViews'), staleTime: 60_000 }).data?.items ?? []
  const run = (go: () => Promise<void>) => () => {
    onClose()
    void go()
  }
  return [
    ...viewsFor(me.role).map((view) => ({
      id: `view-${view}`,
      name: text.views[view],
      detail: text.nav.tickets,
      run: run(() => goTo({ to: '/', search: { view } })),
    })),
    ...saved.map(({ id, name, query }) => ({
      id: `saved-${id}`,
      name,
      detail: text.nav.saved,
      run: run(() => goTo({ to: '/', search: searchOf(Object.fromEntries(new URLSearchParams(query))) })),
    })),
    ...screensFor(me.role).map(([screen, to]) => ({
      id: `screen-${screen}`,
      name: text.nav[screen],
      ...(keyOf[screen] && { keyName: keyOf[screen] }),
      run: run(() => goTo({ to })),
    })),
  ]
}

/** The entries for theme, row height and language. */
const useLooks = (onClose: () => void): readonly Command[] => {
  const words = useWords()
  const { list } = useDeskText()
  const { choose } = useLanguage()
  const commands = [
    ...themes.map((theme) => ({
      id: `theme-${theme}`,
      name: words.themes[theme],
      detail: words.theme,
      act: () => chooseTheme(theme),
    })),
    ...densities.map((density) => ({
      id: `rows-${density}`,
      name: list[density],
      detail: list.density,
      act: () => chooseDensity(density),
    })),
    ...languages.map((language) => ({
      id: `language-${language}`,
      name: words.languages[language],
      detail: words.language,
      act: () => choose(language),
    })),
  ]
  return commands.map(({ act, ...command }) => ({
    ...command,
    run: () => {
      onClose()
      act()
    },
  }))
}

const useFoundTickets = (wanted: string, onClose: () => void): readonly Command[] => {
  const goTo = useNavigate()
  const { data } = useQuery({
    queryKey: [...keys.tickets, 'palette', wanted],
    queryFn: ({ signal }) => call('listTickets', { query: { search: wanted, limit: MOST_TICKETS }, signal }),
    enabled: wanted.length >= SHORTEST_SEARCH,
  })
  if (wanted.length < SHORTEST_SEARCH) return []
  return (data?.items ?? []).map(({ id, number, title }) => ({
    id: `ticket-${id}`,
    name: title,
    detail: number,
    run: () => {
      onClose()
      void goTo({ to: '/tickets/$ticketId', params: { ticketId: id }, search: {} })
    },
  }))
}
