import type { Department } from '../../../../functions/contracts/department.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { DepartmentLoad } from '../department-load.tsx'
import { useDepartments } from '../use-departments.ts'
import styles from './department-loads.module.css'

/** The load of each department, with its threshold of overload. */
export const DepartmentLoads = () => {
  const { format } = useWords()
  const { nav, loadOf, unmannedLoadOf } = useDeskText()
  const { data } = useDepartments()
  if (!data || data.length === 0) return null
  const sentence = ({ name, load }: Department) =>
    load.capacity === 0
      ? unmannedLoadOf(name, load.waiting)
      : loadOf(name, format.percent(load.utilisation), load.waiting)
  return (
    <div className={styles.loads}>
      <h2>{nav.loads}</h2>
      <ul>
        {data.map((department) => (
          <li key={department.id} title={sentence(department)}>
            <DepartmentLoad department={department} name={department.name} />
          </li>
        ))}
      </ul>
    </div>
  )
}
