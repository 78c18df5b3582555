import { GetTemplateCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Wanted } from '../../bin/account-check.ts'
import type { Finding } from '../../bin/finding.ts'
import { aTemplateOf, cloudFormation, finding, noStack, startWholeAccount, WANTED } from '../support/aws-account.ts'

beforeEach(startWholeAccount)

describe('the stage', () => {
  it('is said to be new where it has no stack, as a misspelt one is', async () => {
    cloudFormation.on(GetTemplateCommand).rejects(noStack)
    expect(await finding('stage', { ...WANTED, installation: {} })).toEqual({
      about: 'stage',
      state: 'lacks',
      says: expect.stringMatching(
        /^new stage staging: there is no stack Plimsoll-staging yet, .* chooses nothing for it$/,
      ),
    })
  })

  it.each<[string, Partial<Wanted>, Finding['state'], string]>([
    ['fewer index shards than it has', { indexShards: 3 }, 'blocks', 'set indexShards 4'],
    ['more of them', { indexShards: 8 }, 'ok', 'is deployed'],
    ['nothing, its domain included', { installation: {} }, 'blocks', 'is at help.example.org'],
    ['to leave its domain out', { installation: { modelId: 'us.m' } }, 'blocks', 'give it up by domain "none"'],
    ['to give its domain up', { installation: { domain: 'none' } }, 'ok', 'is deployed'],
    ['another domain', { installation: { domain: 'new.example.org' } }, 'ok', 'is deployed'],
  ])('that has four shards and a domain chooses %s', async (_case, chosen, state, says) => {
    expect(await finding('stage', { ...WANTED, ...chosen })).toMatchObject({
      state,
      says: expect.stringContaining(says),
    })
  })

  it('is not deployed over while nobody may see what it would lose', async () => {
    cloudFormation.on(GetTemplateCommand).rejects(Object.assign(new Error('no right'), { name: 'AccessDenied' }))
    expect(await finding('stage')).toMatchObject({ state: 'blocks', says: expect.stringContaining('no right') })
  })

  it('is not deployed over where AWS gives no template of it', async () => {
    cloudFormation.on(GetTemplateCommand).resolves({})
    expect(await finding('stage')).toMatchObject({ state: 'blocks', says: expect.stringContaining('cannot be seen') })
  })

  it('is new where a first deployment failed and left a stack of nothing', async () => {
    cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries: [] })
    expect(await finding('stage', { ...WANTED, indexShards: 1, installation: {} })).toMatchObject({
      state: 'lacks',
      says: expect.stringMatching(/^new stage staging/),
    })
  })

  it('that has no domain may go on without a choice, and hears that it made none', async () => {
    cloudFormation.on(GetTemplateCommand).resolves(aTemplateOf(1))
    expect(await finding('stage', { ...WANTED, indexShards: 1, installation: {} })).toMatchObject({
      state: 'lacks',
      says: 'Plimsoll-staging is deployed; installations.json chooses nothing for it',
    })
  })
})
