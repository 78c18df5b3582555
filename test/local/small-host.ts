import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataDirectory } from '../../lib/local/host/data-directory.ts'
import { type HostOptions, type RunningHost, startHost } from '../../lib/local/host.ts'

const require = createRequire(import.meta.url)

/** A folder that is gone when the test file is. */
export const temporaryFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Source text that requires a package of this project from anywhere. */
export const requirePackage = (name: string): string => `require(${JSON.stringify(require.resolve(name))})`

/** Writes handlers, by bundle name, as the build would leave them. */
export const writeBundles = (distDir: string, handlers: Readonly<Record<string, string>>): void => {
  for (const [bundle, source] of Object.entries(handlers)) {
    mkdirSync(join(distDir, bundle), { recursive: true })
    writeFileSync(join(distDir, bundle, 'index.js'), source)
  }
}

export interface SmallHostOptions extends Partial<HostOptions> {
  readonly folder: string
  readonly resources: Readonly<Record<string, unknown>>
  /** CommonJS sources by bundle name. */
  readonly handlers: Readonly<Record<string, string>>
}

/** Runs a small template on free ports, with its data in `<folder>/data`. */
export const startSmallHost = ({ folder, resources, handlers, ...options }: SmallHostOptions): Promise<RunningHost> => {
  writeBundles(join(folder, 'dist'), handlers)
  return startHost({
    template: { Resources: resources },
    data: openDataDirectory(join(folder, 'data'), { fresh: false }),
    distDir: join(folder, 'dist'),
    siteDir: join(folder, 'site'),
    port: 0,
    awsPort: 0,
    settings: {},
    holdConsumers: false,
    modelServer: undefined,
    seed: async () => {},
    report: () => {},
    ...options,
  })
}
