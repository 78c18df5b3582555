import { useDeskText } from '../../text/use-console-text.ts'
import { Screen } from '../screen.tsx'

export const OverviewScreen = () => <Screen title={useDeskText().nav.overview} />
