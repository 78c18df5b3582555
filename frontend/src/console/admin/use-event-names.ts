import type { EventType } from '../../../../functions/contracts/events.ts'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useDeskText } from '../../text/use-console-text.ts'

/** What each kind of event is called: a ticket's as its timeline has it, the others as only administrators see them. */
export const useEventNames = (): ((type: EventType) => string) => {
  const { timeline } = useDeskText()
  const { audit } = useAdminText()
  return (type) => timeline.types[type] ?? audit.types[type] ?? type.replaceAll('_', ' ')
}
