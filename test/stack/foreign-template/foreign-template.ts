import { foreignDoors } from './foreign-doors.ts'
import { foreignMessaging } from './foreign-messaging.ts'
import { foreignPermissions } from './foreign-permissions.ts'
import { foreignWatching } from './foreign-watching.ts'

/**
 * Somebody else's sound template. It differs from ours wherever it may, imports from other stacks, gives some resources
 * the names of ours, and has different resources at each stage.
 */
export const foreignTemplate = {
  Parameters: {
    OrdersQueueArn: { Type: 'String' },
    ListenerArn: { Type: 'String' },
    Threshold: { Type: 'Number', Default: 5 },
    EveryDay: { Type: 'String', Default: 'rate(1 day)' },
    ShopOrigin: { Type: 'String', Default: 'shop' },
    Stage: { Type: 'String', AllowedValues: ['production', 'staging', 'trial'], Default: 'trial' },
    Size: { Type: 'String', AllowedValues: ['small', 'large'], Default: 'small' },
    Domain: { Type: 'String', Default: '' },
  },
  Conditions: {
    IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] },
    IsStaging: { 'Fn::Equals': ['staging', { Ref: 'Stage' }] },
    IsTrial: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'IsProduction' }, { Condition: 'IsStaging' }] }] },
    IsSmall: { 'Fn::Equals': [{ Ref: 'Size' }, 'small'] },
    IsLarge: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] },
    HasDomain: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Domain' }, ''] }] },
    IsPublic: { 'Fn::And': [{ Condition: 'IsProduction' }, { Condition: 'HasDomain' }] },
  },
  Resources: { ...foreignMessaging, ...foreignPermissions, ...foreignDoors, ...foreignWatching },
}
