import { foreignDoors } from './foreign-doors.ts'
import { foreignMessaging } from './foreign-messaging.ts'
import { foreignPermissions } from './foreign-permissions.ts'
import { foreignWatching } from './foreign-watching.ts'

/**
 * Somebody else's sound template. It decides otherwise than ours wherever one may, takes from other stacks what one can,
 * and calls some of its resources as ours are called.
 */
export const foreignTemplate = {
  Parameters: {
    OrdersQueueArn: { Type: 'String' },
    ListenerArn: { Type: 'String' },
    Threshold: { Type: 'Number', Default: 5 },
    EveryDay: { Type: 'String', Default: 'rate(1 day)' },
  },
  Resources: { ...foreignMessaging, ...foreignPermissions, ...foreignDoors, ...foreignWatching },
}
