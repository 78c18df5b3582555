import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** What a test waits for, such as a page that loads, takes far longer on a busy machine than the default of a second. */
const POLL_MS = 20_000
/** Files at a time: two on two cores as well, since a test that waits for a host leaves one of them idle. */
const WORKERS = Math.max(2, availableParallelism() - 1)

interface Settings {
  readonly timeout?: number
  readonly setup?: string
  /** Projects of a later group wait for those of the ones before. */
  readonly group?: number
  /**
   * Further attempts after a failure; whatever needed one is named at the end. For browsers alone, which are not ours: what
   * a host loses one time in ten is a loss, and a second attempt would hide nine in ten of them.
   */
  readonly retry?: number
}

const project = (name: string, settings: Settings = {}) => ({
  root: import.meta.dirname,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: settings.timeout ?? 20_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: POLL_MS } },
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    sequence: { groupOrder: settings.group ?? 0 },
    maxWorkers: WORKERS,
    retry: settings.retry ?? 0,
    ...(settings.setup && { globalSetup: settings.setup }),
  },
})

/** From the rules outwards: what fails first is nearest to the cause. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    projects: [
      project('domain', { timeout: 60_000 }),
      project('functions'),
      project('stores', { timeout: 30_000 }),
      project('local', { timeout: 30_000 }),
      project('stack', { timeout: 60_000, setup: 'test/support/global-setup.ts' }),
      project('chaos', { timeout: 300_000, group: 1, setup: 'test/support/global-setup.ts' }),
      project('system', { timeout: 120_000, group: 2, setup: 'test/support/global-setup.ts' }),
      project('browser', { timeout: 120_000, group: 2, retry: 1, setup: 'test/support/global-setup.ts' }),
    ],
  },
})
