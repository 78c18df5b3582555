import { describe, expect, it } from 'vitest'
import { cdkCommands } from '../../bin/stage/cdk-commands.ts'
import type { Finding } from '../../bin/stage/finding.ts'

const CONTEXT = ['--context', 'plimsoll:stage=staging']
const bootstrap = (state: Finding['state']): readonly Finding[] => [
  { about: 'model', state: 'lacks', says: 'it does not answer' },
  { about: 'bootstrap', state, says: 'of the account' },
]

describe('to deploy', () => {
  it('an account that nobody prepared is prepared first, and only then', () => {
    const deploy = ['deploy', '--require-approval', 'never', ...CONTEXT]
    expect(cdkCommands(bootstrap('lacks'), CONTEXT, false)).toEqual([['bootstrap', ...CONTEXT], deploy])
    expect(cdkCommands(bootstrap('ok'), CONTEXT, false)).toEqual([deploy])
  })
})

describe('to check', () => {
  it('the changes are listed by what only reads: no question is asked, and no change set left behind', () => {
    expect(cdkCommands(bootstrap('ok'), CONTEXT, true)).toEqual([['diff', '--method', 'template', ...CONTEXT]])
  })

  it('an account that nobody prepared is left as it is', () => {
    expect(cdkCommands(bootstrap('lacks'), CONTEXT, true)).toEqual([])
  })
})
