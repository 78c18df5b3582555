import { useDeskText } from '../../text/use-console-text.ts'
import { Screen } from '../screen.tsx'

export const AuditScreen = () => <Screen title={useDeskText().nav.audit} />
