import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { AgentState } from '../contracts/people-state.ts'
import { UNFINISHED } from '../domain/ticket-status.ts'
import { listAssigned } from './assigned-tickets.ts'
import { documents, tableNamed } from './documents.ts'
import { peopleKeys } from './tables.ts'

/** How many tickets an agent carries, according to the index of tickets. */
export const countCarried = async (agentId: string): Promise<number> =>
  (await listAssigned(agentId, UNFINISHED)).filter(({ queue_state }) => queue_state === 'assigned').length

/** Corrects an agent's load, unless it has changed since it was read. Returns whether it was corrected. */
export const repairActive = async (
  { department_id, id }: Pick<AgentState, 'department_id' | 'id'>,
  seen: number,
  carried: number,
): Promise<boolean> => {
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableNamed('AgentLoad'),
        Key: peopleKeys.agent(department_id, id),
        UpdateExpression: 'SET active = :carried',
        ConditionExpression: 'active = :seen',
        ExpressionAttributeValues: { ':carried': carried, ':seen': seen },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
