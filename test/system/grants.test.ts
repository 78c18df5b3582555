import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'
import { callRoute, eventually, startTestSystem } from '../support/test-system.ts'

interface Statement {
  readonly Action: string | readonly string[]
}

interface RoleProperties {
  readonly Policies?: readonly { readonly PolicyDocument: { Statement: Statement[] } }[]
}

interface Denial {
  readonly function: string
  readonly action: string
}

let template: OwnTemplate
let folder: string

beforeAll(() => {
  template = synthesiseOwnTemplate()
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-grants-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const actionsOf = ({ Action }: Statement): readonly string[] => (typeof Action === 'string' ? [Action] : Action)

/** Our template, with one action removed from one function's role. */
const withoutGrant = (functionId: string, action: string): string => {
  const changed = JSON.parse(template.text)
  const role: RoleProperties = changed.Resources[`${functionId}Role`].Properties
  let taken = 0
  for (const { PolicyDocument } of role.Policies ?? []) {
    PolicyDocument.Statement = PolicyDocument.Statement.flatMap((statement) => {
      const left = actionsOf(statement).filter((each) => each !== action)
      taken += actionsOf(statement).length - left.length
      return left.length > 0 ? [{ ...statement, Action: left }] : []
    })
  }
  if (taken === 0) throw new Error(`${functionId} has no grant of ${action}`)
  const file = join(folder, `${functionId}-${action.replace(':', '-')}.json`)
  writeFileSync(file, JSON.stringify(changed))
  return file
}

const ticket = {
  title: 'Refund',
  description: 'Please refund the invoice that I paid twice.',
  requester: { name: 'Greta', email: 'greta@example.org' },
}

describe('a grant that is removed from the template makes the journey fail', () => {
  it.each([
    ['ApiIntake', 'dynamodb:PutItem'],
    ['PublishChanges', 'events:PutEvents'],
    ['TriageTicket', 'bedrock:InvokeModel'],
    ['IndexTicket', 'dynamodb:PutItem'],
    ['NotifyPeople', 'ses:SendEmail'],
  ])('%s without %s', async (functionId, action) => {
    const system = await startTestSystem({ withDemo: false, templateFile: withoutGrant(functionId, action) })
    try {
      await callRoute(system.url, undefined, 'createTicket', { body: ticket })

      const denials = await eventually(
        () => system.local<readonly Denial[]>('denials'),
        (listed) => listed.length > 0,
      )
      expect(denials.map((denial) => `${denial.function} ${denial.action}`)).toContain(`${functionId} ${action}`)
    } finally {
      await system.stop()
    }
  })
})
