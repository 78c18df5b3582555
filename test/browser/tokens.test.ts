import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../frontend/src/design/tokens.css', import.meta.url), 'utf8')

type Pair = { readonly light: string; readonly dark: string }

const tokens: Readonly<Record<string, Pair>> = Object.fromEntries(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

/** Relative luminance as WCAG 2.2 defines it. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (a: string, b: string): number => {
  const [dim = 0, bright = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (bright + 0.05) / (dim + 0.05)
}

const colour = (name: string, theme: keyof Pair): string => {
  const pair = tokens[name]
  if (!pair) throw new Error(`there is no token --${name}`)
  return pair[theme]
}

const grounds = ['ground', 'surface', 'raised']
const texts = [
  'text',
  'muted',
  'accent',
  'machine',
  'open',
  'in-progress',
  'waiting',
  'resolved',
  'closed',
  'critical',
  'high',
  'medium',
  'low',
]

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  it.each(texts)('--%s is readable as text on every ground', (name) => {
    for (const ground of grounds) {
      expect(contrast(colour(name, theme), colour(ground, theme)), ground).toBeGreaterThanOrEqual(4.5)
    }
  })

  it.each(['border', 'accent'])('--%s can be seen around a control on every ground', (name) => {
    for (const ground of grounds) {
      expect(contrast(colour(name, theme), colour(ground, theme)), ground).toBeGreaterThanOrEqual(3)
    }
  })

  it('writes on the accent colour so that it can be read', () => {
    expect(contrast(colour('accent-ink', theme), colour('accent', theme))).toBeGreaterThanOrEqual(4.5)
  })
})

it('keeps the tokens in the first cascade layer, where no other rule is', () => {
  expect(css.trimStart()).toMatch(/^@layer tokens,/)
  expect(css.split('@layer tokens {')).toHaveLength(2)
})
