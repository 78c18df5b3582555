import { useDeskText } from '../../text/use-console-text.ts'
import { Screen } from '../screen.tsx'

export const SettingsScreen = () => <Screen title={useDeskText().nav.settings} />
