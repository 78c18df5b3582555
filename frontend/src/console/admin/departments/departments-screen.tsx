import { useState } from 'react'
import type { Department } from '../../../../../functions/contracts/department.ts'
import { Button } from '../../../design/button.tsx'
import { EmptyState } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { DepartmentLoad } from '../../department-load.tsx'
import { Screen } from '../../screen.tsx'
import { useDepartments } from '../../use-departments.ts'
import styles from '../admin.module.css'
import { DepartmentDialog } from './department-dialog.tsx'

/** Every department with its load and its rules. */
export const DepartmentsScreen = () => {
  const { nav } = useDeskText()
  const { departments: text } = useAdminText()
  const departments = useDepartments()
  const [edited, setEdited] = useState<Department | 'new' | null>(null)
  return (
    <Screen title={nav.departments} actions={<Button onClick={() => setEdited('new')}>{text.add}</Button>}>
      <QueryView query={departments} height={150}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={text.empty} />
          ) : (
            <div className={styles.columns}>
              {items.map((department) => (
                <DepartmentCard key={department.id} department={department} onEdit={() => setEdited(department)} />
              ))}
            </div>
          )
        }
      </QueryView>
      {edited && (
        <DepartmentDialog {...(edited === 'new' ? {} : { department: edited })} onClose={() => setEdited(null)} />
      )}
    </Screen>
  )
}

const DepartmentCard = ({ department, onEdit }: DepartmentCardProps) => {
  const words = useWords()
  const { ticket } = useDeskText()
  const { departments: text } = useAdminText()
  const { name, load, strategy, categories } = department
  return (
    <article className={styles.card} aria-label={name}>
      <h2>{name}</h2>
      <DepartmentLoad department={department} name={load.agents_online === 0 ? '' : text.online(load.agents_online)} />
      <p>{text.load(load.active, load.capacity, load.waiting)}</p>
      <p className={styles.quiet}>
        {text.topics}: {categories.map((category) => words.category[category]).join(', ') || '–'}
        <br />
        {text.strategy}: {ticket.strategies[strategy]}
      </p>
      <div className={styles.actions}>
        <Button aria-label={text.editTitle(name)} onClick={onEdit}>
          {text.edit}
        </Button>
      </div>
    </article>
  )
}

interface DepartmentCardProps {
  readonly department: Department
  readonly onEdit: () => void
}
