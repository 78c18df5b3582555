import type { EventType } from '../../../../../functions/contracts/events.ts'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'

/** The name of each event type: ticket events as in the timeline, the others as in the administrators' texts. */
export const useEventNames = (): ((type: EventType) => string) => {
  const { timeline } = useDeskText()
  const { audit } = useAdminText()
  return (type) => timeline.types[type] ?? audit.types[type] ?? type.replaceAll('_', ' ')
}
