import { useDeskText } from '../../text/use-console-text.ts'
import { Screen } from '../screen.tsx'

export const StatisticsScreen = () => <Screen title={useDeskText().nav.statistics} />
