import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { MergePlan } from '../contracts/insight.ts'
import { documents, tableNamed } from './documents.ts'

/** The value of `by_kind` under which plans in force are listed: a plan's row carries its state. */
const mergeKind = (state: MergePlan['state']): string => `MERGE#${state}`

/** Shape without strictness: rows carry keys that records do not. */
const Row = MergePlan.strip()

/** Whom a department may ask is at most this old; a claim is decided on the rows themselves. */
const LIFETIME_MILLISECONDS = 2_000

let known: { readonly plans: Promise<readonly MergePlan[]>; readonly until: number } | undefined

const readApplied = async (): Promise<readonly MergePlan[]> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Insight'),
      IndexName: 'by_kind',
      KeyConditionExpression: 'by_kind_key = :kind',
      ExpressionAttributeValues: { ':kind': mergeKind('applied') },
    }),
  )
  return Items.map((row) => Row.parse(row))
}

/** The merges in force, one at most for each pair of departments; at most two seconds old. */
export const appliedMerges = (): Promise<readonly MergePlan[]> => {
  if (known && known.until > Date.now()) return known.plans
  const plans = readApplied()
  known = { plans, until: Date.now() + LIFETIME_MILLISECONDS }
  plans.catch(() => {
    known = undefined
  })
  return plans
}

/** Departments ask anew who helps them, after a merge was applied or ended. */
export const forgetMerges = (): void => {
  known = undefined
}
