import { useDeskText } from '../../text/use-console-text.ts'
import { Screen } from '../screen.tsx'

export const AgentsScreen = () => <Screen title={useDeskText().nav.agents} />
