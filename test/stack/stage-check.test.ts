import { GetTemplateCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Wanted } from '../../bin/stage/account-check.ts'
import type { Finding } from '../../bin/stage/finding.ts'
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
    expect(await finding('stage')).toMatchObject({ state: 'blocks', says: expect.stringMatching(/\(no right\)$/) })
  })

  it.each([
    ['where AWS gives no template of it', undefined, 'AWS gives no template of it'],
    ['whose template is no JSON', 'Resources: {}', 'its template is no JSON'],
    [
      'whose template lists its resources without names',
      '{"Resources":[1,2]}',
      'its template is not as expected at Resources',
    ],
    [
      'whose template says index shards that are no number',
      JSON.stringify({ Resources: { Api: { Properties: { Environment: { Variables: { INDEX_SHARDS: 'four' } } } } } }),
      'its template is not as expected at Resources.Api.Properties.Environment.Variables.INDEX_SHARDS',
    ],
  ])('is not deployed over %s, which is said in a line', async (_case, TemplateBody, reason) => {
    cloudFormation.on(GetTemplateCommand).resolves(TemplateBody === undefined ? {} : { TemplateBody })
    expect(await finding('stage')).toEqual({
      about: 'stage',
      state: 'blocks',
      says: `what Plimsoll-staging has cannot be seen, so that nobody knows what it would lose (${reason})`,
    })
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
