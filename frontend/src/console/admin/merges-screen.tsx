import { useDeskText } from '../../text/use-console-text.ts'
import { Screen } from '../screen.tsx'

export const MergesScreen = () => <Screen title={useDeskText().nav.merges} />
