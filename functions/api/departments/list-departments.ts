import { listDepartments as readDepartments } from '../../stores/departments.ts'
import { shortPage } from '../../stores/short-lists.ts'
import { route } from '../pipeline/http.ts'
import { showDepartment } from './department-view.ts'

export const listDepartments = route('listDepartments', async ({ query }) => {
  const departments = await readDepartments({ fresh: true })
  const page = shortPage('departments', departments, query)
  return { ...page, items: await Promise.all(page.items.map(showDepartment)) }
})
