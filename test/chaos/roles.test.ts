import { beforeAll, describe, expect, it } from 'vitest'
import { type Laboratory, openLaboratory, runSeed } from './run-seed.ts'
import type { Wiring } from './wiring.ts'

interface Statement {
  readonly Action: string | readonly string[]
  readonly Resource: unknown
}

const OPERATIONS = 500
const MOST_SEEDS = 10

let laboratory: Laboratory

beforeAll(async () => {
  laboratory = await openLaboratory()
})

/** Our own wiring without one action of one role. @param resource part of the statement's resource */
const without = (wiring: Wiring, functionId: string, action: string, resource: string): Wiring => {
  const template = JSON.parse(wiring.template)
  const [{ PolicyDocument }]: [{ PolicyDocument: { Statement: Statement[] } }] =
    template.Resources[`${functionId}Role`].Properties.Policies
  let taken = 0
  PolicyDocument.Statement = PolicyDocument.Statement.flatMap((statement) => {
    const actions = [statement.Action].flat()
    const resources = [statement.Resource].flat()
    const others = resources.filter((each) => !JSON.stringify(each).includes(resource))
    if (!actions.includes(action) || others.length === resources.length) return [statement]
    taken += 1
    const left = actions.filter((each) => each !== action)
    return [
      ...(left.length > 0 ? [{ ...statement, Action: left }] : []),
      ...(others.length > 0 ? [{ ...statement, Action: action, Resource: others }] : []),
    ]
  })
  if (taken !== 1) throw new Error(`${functionId} has ${taken} grants of ${action} on ${resource}`)
  return { ...wiring, template: JSON.stringify(template) }
}

describe('a permission that is forgotten is missed within ten seeds, though only what is rare needs it', () => {
  it.each([
    ['an absence is served', 'SweepQueue', 'dynamodb:PutItem', 'AgentLoad'],
    ['a wrong load is put right', 'ReconcileLoad', 'dynamodb:ConditionCheckItem', 'AgentLoad'],
    ['a socket that is gone is forgotten', 'BroadcastChange', 'dynamodb:DeleteItem', 'Connections'],
    ['departments are given a plan to merge', 'CheckMerges', 'dynamodb:PutItem', 'Insight'],
    ['a mail is put off to the end of its window', 'NotifyPeople', 'sqs:SendMessage', 'NotifyPeopleQueue'],
  ])('%s', { timeout: 120_000 }, async (_when, functionId, action, resource) => {
    const { product, wiring } = laboratory
    const poorer = await openLaboratory({ product, wiring: without(wiring, functionId, action, resource) })
    let first: string | undefined
    for (let seed = 1; seed <= MOST_SEEDS && first === undefined; seed += 1) {
      first = (await runSeed(seed, OPERATIONS, poorer)).violations[0]
    }
    expect(first).toMatch(new RegExp(`^permissions: ${functionId} may not ${action} on arn:.+[:/]${resource}$`))
  })
})
