import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { X } from 'lucide-react'
import type { SavedView } from '../../../../functions/contracts/workspace.ts'
import { call, idempotency } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useOnce } from '../../api/use-once.ts'
import { FailureNotice } from '../../design/notice.tsx'
import { RemoveButton } from '../../design/remove-button.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { type InboxSearch, searchOf } from '../inbox/search.ts'
import { useViewCounts } from '../inbox/use-view-counts.ts'
import { viewOf, viewsFor } from '../inbox/views.ts'
import { useMe } from '../me.ts'
import { useUndo } from '../undo/undo.ts'
import styles from './navigation.module.css'

/** The views of the list, built-in and saved ones, under "My tickets". */
export const ViewLinks = () => {
  const { views } = useDeskText()
  const { format } = useWords()
  const me = useMe()
  const counts = useViewCounts(me)
  const { pathname, search } = useLocation()
  const here = pathname === '/' || pathname.startsWith('/tickets/')
  const shown = searchOf(search)
  const { view: _view, ...filters } = shown
  const plain = Object.keys(filters).length === 0
  return (
    <ul className={styles.views} tabIndex={-1}>
      {viewsFor(me.role).map((view) => (
        <li key={view}>
          <Link
            className={styles.view}
            to="/"
            search={{ view }}
            activeProps={{}}
            activeOptions={{ exact: true }}
            aria-current={here && plain && viewOf(shown, me) === view ? 'page' : undefined}
          >
            <span className={styles.name}>{views[view]}</span>
            {counts[view] !== undefined && <span className={styles.count}>{format.number(counts[view])}</span>}
          </Link>
        </li>
      ))}
      <SavedViewLinks shown={here ? shown : {}} />
    </ul>
  )
}

const asText = (search: InboxSearch) => new URLSearchParams({ ...search }).toString()

const SavedViewLinks = ({ shown }: { readonly shown: InboxSearch }) => {
  const { data } = useQuery({ queryKey: keys.views, queryFn: () => call('listViews'), staleTime: 60_000 })
  return data?.items.map((view) => <SavedViewLink key={view.id} view={view} shown={shown} />)
}

const SavedViewLink = ({ view, shown }: { readonly view: SavedView; readonly shown: InboxSearch }) => {
  const { list } = useDeskText()
  const me = useMe()
  const client = useQueryClient()
  const offerUndo = useUndo()
  const readAgain = () => client.invalidateQueries({ queryKey: keys.views })
  const remove = useOnce({
    mutationFn: (_: null) => call('removeView', { params: { id: view.id } }),
    onSuccess: () => {
      const { name, query, shared } = view
      const headers = idempotency(crypto.randomUUID())
      offerUndo({
        text: list.removedView(name),
        undo: () => call('createView', { body: { name, query, shared }, headers }).then(readAgain),
      })
    },
    onSettled: readAgain,
  })
  const search = searchOf(Object.fromEntries(new URLSearchParams(view.query)))
  return (
    <li className={styles.saved}>
      <Link
        className={styles.view}
        to="/"
        search={search}
        activeProps={{}}
        activeOptions={{ exact: true }}
        aria-current={asText(search) === asText(shown) ? 'page' : undefined}
      >
        <span className={styles.name} title={view.name}>
          {view.name}
        </span>
      </Link>
      {view.owner_id === me.id && (
        <RemoveButton
          aria-label={list.removeView(view.name)}
          aria-disabled={remove.isPending}
          onRemove={() => remove.mutate(null)}
        >
          <X size={14} aria-hidden="true" />
        </RemoveButton>
      )}
      {remove.error && <FailureNotice error={remove.error} />}
    </li>
  )
}
