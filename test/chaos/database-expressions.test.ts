import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONDITIONS, FILTER, ORDERS, UPDATES } from './database/product-expressions.ts'
import { parseCondition, parseUpdate } from './database/syntax.ts'

const ROOT = join(import.meta.dirname, '../..')

const FUNCTIONS = 'attribute_exists|attribute_not_exists|attribute_type|begins_with|if_not_exists'
const WORDS = new RegExp(`^(SET|REMOVE|ADD|AND|OR|NOT|IN|BETWEEN|${FUNCTIONS})$`)

const IS_UPDATE = /^(SET|ADD|REMOVE) /
/** A string literal that names attributes as only expressions do. */
const EXPRESSION =
  /'((?:SET|ADD|REMOVE) [^'\n]+|[^'\n]*(?:attribute_\w+\(|begins_with\(|[\w#]+ (?:=|<=?|>=?|IN) [:(]\w)[^'\n]*)'/g
/** Fragments that are joined with others. */
const IS_PART = /^[ ,]/

/** The expressions that the product's sources contain as one literal. */
const expressions = globSync('functions/**/*.ts', { cwd: ROOT }).flatMap((file) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(EXPRESSION)]
    .map(([, text = '']) => ({ file, text }))
    .filter(({ text }) => !IS_PART.test(text)),
)

/** An expression with its names replaced: `SET a = :v, …`. */
const shapeOf = (text: string): string =>
  text
    .replace(/:\w+/g, ':v')
    .replace(/#?\b[A-Za-z_]\w*/g, (word) => (WORDS.test(word) || word === 'v' ? word : 'a'))
    .replace(/(\ba(?:\.a)?(?: = :v| :v)?)(?:, a(?:\.a)?(?: = :v| :v)?)+/g, '$1, …')

const generated = new Set(
  [...CONDITIONS, ...UPDATES, ...ORDERS.map((order) => `#partition = :partition${order}`), FILTER].map(shapeOf),
)

describe('the expressions of the product', () => {
  it('are found in the sources', () => {
    expect(expressions.length).toBeGreaterThan(80)
  })

  it.each(expressions)('the model reads "$text" of $file', ({ text }) => {
    expect(() => (IS_UPDATE.test(text) ? parseUpdate(text) : parseCondition(text))).not.toThrow()
  })

  it('are all compared with the embedded database, by their shape', () => {
    const missing = expressions.filter(({ text }) => !generated.has(shapeOf(text)))
    expect(missing.map(({ file, text }) => `${file}: ${text} (${shapeOf(text)})`)).toEqual([])
  })
})
