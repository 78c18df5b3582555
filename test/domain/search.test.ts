import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSearch, searchWords, termsOf } from '../../functions/domain/search.ts'

const ticket = (title: string, description = '', more: { number?: string; tags?: string[] } = {}) => ({
  number: 'PL-00000001',
  tags: [],
  ...more,
  title,
  description,
})
const finds = (search: string, title: string, description?: string): boolean =>
  parseSearch(search).finds(ticket(title, description))

describe('words', () => {
  it.each([
    ['Réseau COUPÉ', ['reseau', 'coupe']],
    ['Straße STRASSE', ['strasse', 'strasse']],
    ['ΟΔΟΣ', ['οδοσ']],
    ["can't—log/in v2.0", ['can', 't', 'log', 'in', 'v2', '0']],
    ['ﬁle ①', ['file', '1']],
    ['İstanbul', ['istanbul']],
    ['!? …', []],
  ])('of %s are %j', (text, words) => {
    expect(searchWords(text)).toEqual(words)
  })
})

describe('a search', () => {
  it.each([
    ['words in any order and from both fields', 'fire printer', 'Printer', 'is on fire'],
    ['the beginning of the last word', 'my prin', 'My printer'],
    ['a last word of one character only as a word', 'plan b', 'b plan'],
    ['a beginning longer than any that is indexed as such', 'internationalisa', 'Internationalisation'],
    ['common words too', 'the', 'The end'],
  ])('finds %s', (_case, search, title, description = '') => {
    expect(finds(search, title, description)).toBe(true)
  })

  it.each([
    ['when one of the words is missing', 'printer smoke', 'Printer on fire'],
    ['by the beginning of a word that is not the last', 'prin fire', 'Printer on fire'],
    ['by a single character as a beginning', 'p', 'Printer'],
    ['by the middle of a word', 'rinter', 'Printer'],
    ['by a longer word', 'printers', 'Printer'],
    ['by no word at all', '?!', 'What?!'],
  ])('finds nothing %s', (_case, search, title) => {
    expect(finds(search, title)).toBe(false)
  })

  it('that is exactly a number asks for that ticket alone', () => {
    const { terms, finds: isFound } = parseSearch(' pl-0000abcd ')

    expect(terms).toEqual(['N#PL-0000ABCD'])
    expect(isFound(ticket('x', '', { number: 'PL-0000ABCD' }))).toBe(true)
    expect(isFound(ticket('PL-0000ABCD'))).toBe(false)
  })

  it('finds only what stands under all of its terms in the index', () => {
    const word = fc.stringMatching(/^[a-cÀ-Å1]{1,12}$/)
    const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '))
    fc.assert(
      fc.property(text, text, fc.nat(20), (title, other, cut) => {
        const search = parseSearch(`${other.slice(0, cut)} ${title.slice(0, cut + 1)}`)
        for (const one of [ticket(title), ticket(title, other)]) {
          const terms = new Set(termsOf(one))
          if (search.finds(one)) expect(search.terms.filter((term) => !terms.has(term))).toEqual([])
        }
      }),
    )
  })
})

describe('the terms of a ticket', () => {
  it('are its number, its tags, its words and their beginnings, each once', () => {
    expect(termsOf(ticket('Fax fax', 'a', { tags: ['vip'] }))).toEqual(
      ['B#fa', 'B#fax', 'N#PL-00000001', 'TAG#vip', 'W#a', 'W#fax'].toSorted(),
    )
  })

  it('stay short enough for a key, whatever people write', () => {
    const longest = Math.max(
      ...termsOf(ticket('𝒳'.repeat(200), '語'.repeat(10_000))).map((term) => Buffer.byteLength(term)),
    )

    expect(longest).toBeLessThan(200)
  })
})
