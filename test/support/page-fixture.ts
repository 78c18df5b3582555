import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchBrowser } from './browser.ts'
import { NOW } from './clock.ts'
import { callsUnderWay, mockApi, type Responders } from './mock-api.ts'
import { serveSite } from './site-server.ts'

/** The browser logs every refused call, which the tests provoke on purpose: not a fault of the page. */
const isExpected = (text: string) => text.startsWith('Failed to load resource')

interface PageOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'dark' | 'light' | 'system'
  readonly language?: 'en' | 'de'
  /** Console errors that the test itself provokes. */
  readonly tolerates?: RegExp
  /** Prepares the page before its first navigation. */
  readonly before?: (page: Page) => Promise<unknown>
}

/** For `evaluate`: whether an element has the focus. */
export const isFocused = (element: Element): boolean => element === document.activeElement

/**
 * Makes the page visible again when its data are stale, so that it fetches them again. First waits until no read is under
 * way: the page would not repeat it, though its answer may be older than what the host says by now.
 */
export const comeBack = async (page: Page): Promise<void> => {
  const unanswered = async () => {
    await page.evaluate(() => fetch('/robots.txt'))
    return callsUnderWay(page)
  }
  await expect.poll(unanswered).toBe(0)
  await page.evaluate(() => fetch('/robots.txt'))
  await page.clock.runFor(11_000)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
}

/**
 * Lets a page's stopped clock tick until something holds. By a millisecond at a time, so that the page's patience does
 * not depend on how slow the machine is.
 */
export const tickUntil = (page: Page, holds: () => boolean | Promise<boolean>): Promise<void> =>
  expect
    .poll(async () => {
      await page.clock.runFor(1)
      return holds()
    })
    .toBe(true)

/** Presses again before anything on screen can have changed. */
export const pressTwice = (button: Locator): Promise<void> =>
  button.evaluate((element: HTMLElement) => {
    element.click()
    element.click()
  })

/** The second click of a double click, on whatever is under the pointer by now. */
export const secondClick = async (page: Page): Promise<void> => {
  await page.mouse.down({ clickCount: 2 })
  await page.mouse.up({ clickCount: 2 })
}

/** A browser and the built site for one file of tests; every page must end without an error in its console. */
export const preparePages = () => {
  let browser: Browser
  let site: Awaited<ReturnType<typeof serveSite>>
  let contexts: BrowserContext[] = []
  let faults: string[] = []

  beforeAll(async () => {
    browser = await launchBrowser()
    site = await serveSite()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    contexts = []
    const found = faults
    faults = []
    expect(found).toEqual([])
  })

  const open = async (path: string, responders: Responders, options: PageOptions = {}) => {
    const { width = 1_440, height = 880, theme = 'dark', language = 'en', tolerates, before } = options
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB', timezoneId: 'UTC' })
    contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const note = (fault: string) => {
      if (!tolerates?.test(fault)) faults.push(fault)
    }
    page.on('console', (message) => {
      if (message.type() === 'error' && !isExpected(message.text())) note(message.text())
    })
    page.on('pageerror', (error) => note(String(error)))
    await page.clock.install({ time: NOW })
    await page.addInitScript(
      ([name, tongue]) => {
        if (name && !localStorage.getItem('plimsoll.theme')) localStorage.setItem('plimsoll.theme', name)
        if (tongue) localStorage.setItem('plimsoll.language', tongue)
      },
      [theme, language],
    )
    const api = await mockApi(page, responders)
    await before?.(page)
    await page.goto(site.url + path)
    return { page, api }
  }
  return { open }
}
