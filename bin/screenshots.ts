/**
 * Takes a picture of each screen into a folder, and renews those of the README:
 * `npm run screenshots -- [screenshots]`.
 */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../test/support/browser.ts'
import { DEMO_PASSWORD } from './demo/password.ts'
import { startLocalSystem } from './local/system.ts'
import { readFlags } from './program/run-main.ts'
import { inScratchFolder } from './program/scratch-folder.ts'

/** A screen, with the name of its picture. */
interface Shot {
  readonly name: string
  readonly path: string
  /** Demo account; none for the portal's public pages. */
  readonly account?: string
  readonly theme: 'dark' | 'light'
  readonly width: number
  /** Brings the page to what the picture shows. */
  readonly prepare?: (page: Page) => Promise<unknown>
}

const openFirst = async (page: Page) => {
  await page.getByRole('listbox', { name: 'Tickets' }).getByRole('option').first().click()
  await page.getByRole('textbox', { name: /^Reply/ }).waitFor()
  // The link to a suggested duplicate shows its title once it has loaded.
  await page.getByRole('link', { name: 'another ticket' }).waitFor({ state: 'detached' })
}

const openOwnTicket = async (page: Page) => {
  await page.getByRole('main').getByRole('listitem').first().getByRole('link').click()
  await page.getByRole('textbox').waitFor()
}

const describeProblem = async (page: Page) => {
  await page.getByLabel('Describe the problem').fill('My card was charged twice for the invoice of March.')
  await page.getByText('Suggested from your text').waitFor()
}

const sendTicket = async (page: Page) => {
  await describeProblem(page)
  await page.getByLabel('Your name').fill('Greta Guest')
  await page.getByLabel('E-mail').fill('greta@example.org')
  await page.getByRole('button', { name: 'Send ticket' }).click()
  await page.getByRole('heading', { name: 'We have your ticket' }).waitFor()
}

const narrow = 390
const wide = 1_440
const adminScreens = [
  'overview',
  'statistics',
  'agents',
  'departments',
  'merges',
  'applications',
  'triage',
  'policy-lab',
  'audit',
  'settings',
] as const

/** One view in dark and light, wide and narrow. */
const allWays = (name: string, view: Omit<Shot, 'name' | 'theme' | 'width'>): readonly Shot[] => [
  { ...view, name: `${name}-dark`, theme: 'dark', width: wide },
  { ...view, name: `${name}-light`, theme: 'light', width: wide },
  { ...view, name: `${name}-narrow-dark`, theme: 'dark', width: narrow },
  { ...view, name: `${name}-narrow-light`, theme: 'light', width: narrow },
]

const SHOTS: readonly Shot[] = [
  ...allWays('portal', { path: '/' }),
  ...allWays('portal-suggestion', { path: '/', prepare: describeProblem }),
  ...allWays('portal-sent', { path: '/', prepare: sendTicket }),
  ...allWays('portal-sign-in', { path: '/sign-in' }),
  ...allWays('portal-sign-up', { path: '/sign-up' }),
  ...allWays('portal-forgot', { path: '/forgot' }),
  ...allWays('portal-apply', { path: '/apply', account: 'customer01' }),
  ...allWays('my-tickets', { path: '/tickets', account: 'customer01' }),
  ...allWays('my-ticket', { path: '/tickets', account: 'customer01', prepare: openOwnTicket }),
  ...allWays('sign-in', { path: '/console' }),
  ...allWays('inbox', { path: '/console', account: 'agent01' }),
  ...allWays('desk', { path: '/console', account: 'agent01', prepare: openFirst }),
  ...allWays('my-statistics', { path: '/console/statistics', account: 'agent01' }),
  ...allWays('all-tickets', { path: '/console?view=all', account: 'admin', prepare: openFirst }),
  ...adminScreens.flatMap((screen) => allWays(screen, { path: `/console/${screen}`, account: 'admin' })),
]

/** The pictures that the README shows, by their names there. */
const README_PICTURES = { console: 'desk-dark', overview: 'overview-dark', portal: 'portal-suggestion-light' }
const README_FOLDER = join(import.meta.dirname, '../docs/screens')

/** @param door the sign-in page of the portal or of the console */
const signIn = async (page: Page, door: string, account: string): Promise<void> => {
  await page.goto(door)
  await page.getByLabel('E-mail').fill(`${account}@demo.example`)
  await page.getByLabel('Password').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Password').waitFor({ state: 'detached' })
}

const take = async (browser: Browser, url: string, folder: string, shot: Shot): Promise<void> => {
  const { name, path, account, theme, width, prepare } = shot
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.addInitScript((wanted) => localStorage.setItem('plimsoll.theme', wanted), theme)
  if (account) await signIn(page, `${url}${path.startsWith('/console') ? '/console' : '/sign-in'}`, account)
  await page.goto(`${url}${path}`)
  await page.waitForLoadState('networkidle')
  await prepare?.(page)
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(folder, `${name}.png`) })
  await context.close()
}

/** Writes a picture of every screen of a fresh system with demo data. */
const takeAll = async (folder: string, dataDir: string): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const host = await startLocalSystem({
    port: 0,
    awsPort: 0,
    dataDir,
    fresh: false,
    withDemo: true,
    rateLimit: 0,
    templateFile: undefined,
    holdConsumers: false,
    build: true,
    report: (line) => console.error(line),
  })
  const browser = await launchBrowser()
  try {
    await host.quiet()
    for (const shot of SHOTS) await take(browser, host.url, folder, shot)
    for (const [name, shot] of Object.entries(README_PICTURES)) {
      copyFileSync(join(folder, `${shot}.png`), join(README_FOLDER, `${name}.png`))
    }
    console.log(`${SHOTS.length} pictures in ${folder}`)
  } finally {
    await browser.close()
    await host.close()
  }
}

const { positionals } = readFlags({ allowPositionals: true })
await inScratchFolder((dataDir) => takeAll(positionals[0] ?? 'screenshots', dataDir))
