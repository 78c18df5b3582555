import { useDeskText } from '../../text/use-console-text.ts'
import { Screen } from '../screen.tsx'

export const ApplicationsScreen = () => <Screen title={useDeskText().nav.applications} />
