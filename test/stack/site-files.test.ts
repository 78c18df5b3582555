import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { BUILT_SITE } from '../../lib/aws/site/files.ts'
import { targetOf } from '../../lib/aws/template-lint/template.ts'
import { openSite } from '../../lib/local/front-door/site.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

/** A folder that the deployment copies into the bucket. */
interface Copy {
  readonly id: string
  readonly waitsFor: readonly string[]
  /** Folder in the bucket; `''` is its top. */
  readonly below: string
  readonly files: readonly string[]
  readonly cacheControl: unknown
  readonly prune: unknown
  readonly invalidates: unknown
}

const own = synthesiseOwnTemplate()
const document: { readonly Resources: Readonly<Record<string, { readonly DependsOn?: string[] }>> } = JSON.parse(
  own.text,
)

const filesOf = (zip: string): readonly string[] =>
  readdirSync(join(own.app.outdir, `asset.${zip.replace('.zip', '')}`)).toSorted()

const copies = own.of('Custom::CDKBucketDeployment').map(([id, { Properties }]): Copy => {
  const { SystemMetadata, SourceObjectKeys, DestinationBucketKeyPrefix = '', Prune, DistributionPaths } = Properties
  return {
    id,
    waitsFor: document.Resources[id]?.DependsOn ?? [],
    below: String(DestinationBucketKeyPrefix),
    files: (SourceObjectKeys as string[]).flatMap(filesOf),
    cacheControl: (SystemMetadata as Record<string, string>)['cache-control'],
    prune: Prune,
    invalidates: DistributionPaths,
  }
})
const [assets, pages] = ['assets', ''].map((below) => copies.find((copy) => copy.below === below))

it('brings every file of the build that is for browsers', () => {
  expect(copies).toHaveLength(2)
  expect(assets?.files).toEqual(readdirSync(join(BUILT_SITE, 'assets')).toSorted())
  expect(pages?.files).toEqual(['console.html', 'favicon.svg', 'index.html', 'robots.txt'])
})

it('brings the parts of a page before the page, and then tells CloudFront', () => {
  expect(pages?.waitsFor).toContain(assets?.id)
  expect(pages?.invalidates).toEqual(['/*'])
})

it('has browsers keep each file as long as they keep it of a local host', async () => {
  const site = openSite(BUILT_SITE)
  const keptLocally = async (path: string) =>
    (await site({ method: 'GET', path, headers: {} })).headers['cache-control']

  expect(assets?.cacheControl).toBe(await keptLocally(`/assets/${assets?.files[0]}`))
  expect(pages?.cacheControl).toBe(await keptLocally('/index.html'))
})

it('leaves what pages of an older build ask for where it is', () => {
  expect(assets?.prune).toBe(false)
  expect(own.resources[pages?.id ?? '']?.Properties.Exclude).toEqual(['assets/*'])
  expect(own.resources.SiteBucket?.Properties.LifecycleConfiguration).toBeUndefined()
})

const helpers = own.of('AWS::Lambda::Function').filter(([id]) => id.startsWith('CustomCDKBucketDeployment'))

it('takes one function of the CDK’s for both', () => {
  expect(helpers).toHaveLength(1)
})

it('has that function write to a log that exists before it runs, and is kept as long as other logs', () => {
  const logs = helpers.map(([, { Properties }]) => targetOf(Properties.LoggingConfig))
  const logGroups = own.of('AWS::Logs::LogGroup')

  expect(logGroups.filter(([id]) => logs.includes(id))).toMatchObject([
    [expect.any(String), { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' }],
  ])
  // A log group named after the function would be created after it, when Lambda may have created it already.
  expect(logGroups.filter(([, { Properties }]) => Properties.LogGroupName !== undefined)).toEqual([])
})
