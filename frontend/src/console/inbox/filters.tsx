import { useNavigate } from '@tanstack/react-router'
import { Search, X } from 'lucide-react'
import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { categories, priorities, statuses } from '../../api/ticket-values.ts'
import { Button } from '../../design/button.tsx'
import { KeyHint } from '../../design/key-hint.tsx'
import { Options } from '../../design/value-select.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import { useDepartments } from '../use-departments.ts'
import styles from './filters.module.css'
import { SaveView } from './save-view.tsx'
import { hasFilters, type InboxSearch, sorts } from './search.ts'

/** The host is asked once typing has paused for this long. */
const TYPING_PAUSE_MS = 250

const NO_FILTERS = {
  status: undefined,
  category: undefined,
  priority: undefined,
  department: undefined,
  tag: undefined,
  search: undefined,
}

/** Search words and filters; they are part of the address, so that a link shows everybody the same list. */
export const Filters = ({ search, box }: FiltersProps) => {
  const words = useWords()
  const { list } = useDeskText()
  const { role } = useMe()
  const goTo = useNavigate()
  const set = (part: { readonly [Key in keyof InboxSearch]?: string | undefined }) =>
    void goTo({ to: '.', search: (before) => ({ ...before, ...part }) as InboxSearch, replace: true })

  return (
    <search className={styles.filters} aria-label={list.filters}>
      <SearchBox text={search.search ?? ''} box={box} onSearch={(text) => set({ search: text || undefined })} />
      <Pill
        label={list.any.status}
        values={statuses}
        names={words.status}
        value={search.status}
        onChoose={(status) => set({ status })}
      />
      <Pill
        label={list.any.category}
        values={categories}
        names={words.category}
        value={search.category}
        onChoose={(category) => set({ category })}
      />
      <Pill
        label={list.any.priority}
        values={priorities}
        names={words.priority}
        value={search.priority}
        onChoose={(priority) => set({ priority })}
      />
      {role === 'admin' && <DepartmentPill value={search.department} onChoose={(department) => set({ department })} />}
      {search.tag && (
        <Button className={styles.tag} aria-label={list.anyTag(search.tag)} onClick={() => set({ tag: undefined })}>
          {search.tag} <X size={12} aria-hidden="true" />
        </Button>
      )}
      <Pill
        label={list.sort}
        values={sorts}
        names={list.sorts}
        value={search.sort}
        onChoose={(sort) => set({ sort })}
      />
      {hasFilters(search) && (
        <Button kind="plain" onClick={() => set(NO_FILTERS)}>
          {list.clear}
        </Button>
      )}
      {(hasFilters(search) || search.sort) && <SaveView search={search} />}
    </search>
  )
}

interface FiltersProps {
  readonly search: InboxSearch
  readonly box: RefObject<HTMLInputElement | null>
}

const SearchBox = ({ text, box, onSearch }: SearchBoxProps) => {
  const { list } = useDeskText()
  const id = useId()
  const [typed, setTyped] = useState(text)
  const asked = useRef(text)
  useEffect(() => {
    // The address repeats what was searched here, which must not overwrite what has been typed since.
    if (text === asked.current) return
    asked.current = text
    setTyped(text)
  }, [text])
  useEffect(() => {
    const wanted = typed.trim()
    if (wanted === asked.current) return
    const timer = setTimeout(() => {
      asked.current = wanted
      onSearch(wanted)
    }, TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return (
    <label className={styles.search} htmlFor={id}>
      <Search size={14} aria-hidden="true" />
      <input
        id={id}
        ref={box}
        type="search"
        aria-label={list.search}
        placeholder={list.search}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <KeyHint>/</KeyHint>
    </label>
  )
}

interface SearchBoxProps {
  readonly text: string
  readonly box: RefObject<HTMLInputElement | null>
  readonly onSearch: (text: string) => void
}

const DepartmentPill = ({ value, onChoose }: DepartmentPillProps) => {
  const { list } = useDeskText()
  const departments = useDepartments().data ?? []
  return (
    <Pill
      label={list.any.department}
      values={departments.map(({ id }) => id)}
      names={Object.fromEntries(departments.map(({ id, name }) => [id, name]))}
      value={value}
      onChoose={onChoose}
    />
  )
}

interface DepartmentPillProps {
  readonly value: string | undefined
  readonly onChoose: (department: string | undefined) => void
}

const Pill = <Value extends string>({ label, values, names, value, onChoose }: PillProps<Value>) => (
  <select
    className={styles.pill}
    aria-label={label}
    data-set={value !== undefined}
    value={value ?? ''}
    onChange={({ target }) => onChoose(values.find((one) => one === target.value))}
  >
    <option value="">{label}</option>
    <Options of={values.map((one) => [one, names[one]])} />
  </select>
)

interface PillProps<Value extends string> {
  readonly label: string
  readonly values: readonly Value[]
  readonly names: Readonly<Record<Value, string>>
  readonly value: Value | undefined
  readonly onChoose: (value: Value | undefined) => void
}
