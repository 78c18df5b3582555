import { EmptyState } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { DepartmentLoad } from '../../department-load.tsx'
import { Part } from '../../screen.tsx'
import { useDepartments } from '../../use-departments.ts'
import styles from '../admin.module.css'

/** Each department's load with its threshold, and the figures behind the bar. */
export const LoadsPart = () => {
  const { overview, departments: text } = useAdminText()
  const departments = useDepartments()
  return (
    <Part title={overview.loads} id="loads">
      <QueryView query={departments} height={56}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={text.empty} />
          ) : (
            <ul className={styles.stack}>
              {items.map(({ load, ...department }) => (
                <li key={department.id}>
                  <DepartmentLoad department={{ ...department, load }} name={department.name} />
                  <p className={styles.quiet}>
                    {load.agents_online > 0 && `${text.online(load.agents_online)}, `}
                    {text.load(load.active, load.capacity, load.waiting)}
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
