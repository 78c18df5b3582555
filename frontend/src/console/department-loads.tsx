import { LoadBar } from '../design/load-bar.tsx'
import { useDeskText } from '../text/use-console-text.ts'
import { useWords } from '../text/use-words.ts'
import styles from './department-loads.module.css'
import { useDepartments } from './use-departments.ts'

/** How much each department carries, each with its load line at the threshold of overload. */
export const DepartmentLoads = () => {
  const { format } = useWords()
  const { nav, loadOf } = useDeskText()
  const { data } = useDepartments()
  if (!data || data.length === 0) return null
  return (
    <div className={styles.loads}>
      <h2>{nav.loads}</h2>
      <ul>
        {data.map(({ id, name, load, overload_threshold }) => (
          <li key={id} title={loadOf(name, format.percent(load.utilisation), load.waiting)}>
            <LoadBar
              name={name}
              share={load.pressure}
              threshold={overload_threshold}
              figure={format.percent(load.pressure)}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
