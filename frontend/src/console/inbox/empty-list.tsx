import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import styles from './inbox.module.css'
import { hasFilters, type InboxSearch, type ViewName } from './search.ts'

/** Nothing to show: because there is nothing, or because the filters leave nothing. */
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
          view === 'my_open' && <p>{list.emptyHint}</p>
        )}
      </EmptyState>
    </div>
  )
}
