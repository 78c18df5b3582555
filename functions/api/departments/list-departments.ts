import { route } from '../../platform/http.ts'
import { listDepartments as readDepartments } from '../../stores/departments.ts'
import { showDepartment } from './department-view.ts'

export const listDepartments = route('listDepartments', async () => {
  const departments = await readDepartments({ fresh: true })
  return { items: await Promise.all(departments.map(showDepartment)) }
})
