import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useMe } from '../me.ts'
import styles from './inbox.module.css'
import { hasFilters, type InboxSearch, type ViewName } from './search.ts'
import { useViewCounts } from './use-view-counts.ts'

/** Shown for an empty list: there are no tickets, or none pass the filters. */
export const EmptyList = ({ search, view }: { readonly search: InboxSearch; readonly view: ViewName }) => {
  const { list } = useDeskText()
  const filtered = hasFilters(search)
  return (
    <div className={styles.empty}>
      <EmptyState title={filtered ? list.noMatch : list.empty[view]}>
        {filtered ? (
          <Link to="/" search={search.view ? { view: search.view } : {}}>
            {list.clear}
          </Link>
        ) : (
          view === 'my_open' && <Waiting />
        )}
      </EmptyState>
    </div>
  )
}

/** Says where else there is work, or how tickets arrive. */
const Waiting = () => {
  const { list } = useDeskText()
  const me = useMe()
  const { unassigned = 0 } = useViewCounts(me)
  if (unassigned === 0) return <p>{list.emptyHint}</p>
  return (
    <Link to="/" search={{ view: 'unassigned' }}>
      {list.waitElsewhere(unassigned)}
    </Link>
  )
}
