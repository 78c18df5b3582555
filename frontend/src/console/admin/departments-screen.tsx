import { useDeskText } from '../../text/use-console-text.ts'
import { Screen } from '../screen.tsx'

export const DepartmentsScreen = () => <Screen title={useDeskText().nav.departments} />
