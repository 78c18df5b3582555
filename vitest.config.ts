import { defineConfig } from 'vitest/config'

const project = (name: string, settings: { readonly timeout?: number; readonly setup?: string } = {}) => ({
  root: import.meta.dirname,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: settings.timeout ?? 10_000,
    hookTimeout: 120_000,
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
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
      project('stack', { timeout: 60_000, setup: 'test/support/bundle.ts' }),
      project('chaos', { timeout: 120_000 }),
      project('system', { timeout: 120_000, setup: 'test/support/bundle.ts' }),
      project('browser', { timeout: 60_000, setup: 'test/support/bundle.ts' }),
    ],
  },
})
