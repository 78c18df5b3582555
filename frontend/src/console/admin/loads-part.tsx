import { LoadBar } from '../../design/load-bar.tsx'
import { EmptyState } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Part } from '../screen.tsx'
import { useDepartments } from '../use-departments.ts'
import styles from './admin.module.css'

/** Each department against its load line, with the figures behind the bar. */
export const LoadsPart = () => {
  const { format } = useWords()
  const { overview, departments: text } = useAdminText()
  const departments = useDepartments()
  return (
    <Part title={overview.loads} id="loads">
      <QueryView query={departments}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={text.empty} />
          ) : (
            <ul className={styles.stack}>
              {items.map(({ id, name, load, overload_threshold }) => (
                <li key={id}>
                  <LoadBar
                    name={name}
                    share={load.pressure}
                    threshold={overload_threshold}
                    figure={format.percent(load.pressure)}
                  />
                  <p className={styles.quiet}>
                    {text.online(load.agents_online)}, {text.load(load.active, load.capacity, load.waiting)}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Part>
  )
}
