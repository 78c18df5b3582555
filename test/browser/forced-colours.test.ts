import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { deskApi, signedInAs } from '../support/desk-api.ts'
import { anId, aUser } from '../support/desk-records.ts'
import { preparePages } from '../support/page-fixture.ts'

const { open } = preparePages()

/** A ticket beside its list, in forced colours. */
const desk = async () => {
  const { page } = await open(`/console/tickets/${anId(1)}`, deskApi(), {
    before: async (fresh) => {
      await fresh.emulateMedia({ forcedColors: 'active' })
      await signedInAs(fresh, aUser())
    },
  })
  await page.getByText('Hello Lena, I am looking into it').waitFor()
  return page
}

const style = (part: Locator, property: string) =>
  part.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
const row = (page: Page, index: number) => page.getByRole('listbox', { name: 'Tickets' }).getByRole('option').nth(index)
const kind = (page: Page, name: RegExp) => page.locator('label').filter({ has: page.getByRole('radio', { name }) })

it('tells a reply from a note, and the open and the selected row from the others', async () => {
  const page = await desk()
  const ground = await style(page.locator('html'), 'background-color')
  expect(await style(kind(page, /^Note/), 'border-block-end-color')).toBe(ground)
  expect(await style(kind(page, /^Reply/), 'border-block-end-color')).not.toBe(ground)
  expect(await style(row(page, 1), 'border-inline-start-color')).toBe(ground)
  expect(await style(row(page, 0), 'border-inline-start-color')).not.toBe(ground)
  await page.keyboard.press('j')
  await page.keyboard.press('x')

  await expect.poll(() => style(row(page, 1), 'outline-style')).toBe('solid')
  expect(await style(row(page, 2), 'outline-style')).toBe('none')
})

it('draws the bars of a priority in a colour that stands out from the ground', async () => {
  const page = await desk()
  const ground = await style(page.locator('html'), 'background-color')
  const bars = page.getByRole('img', { name: 'Priority: Critical' }).first().locator('path').first()
  const text = await style(page.locator('body'), 'color')

  expect(text).not.toBe(ground)
  expect(await style(bars, 'fill')).toBe(text)
})
