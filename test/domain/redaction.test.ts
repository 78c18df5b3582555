import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseText } from '../../functions/domain/classifier/text-features.ts'
import { passesLuhn, passesMod97 } from '../../functions/domain/redaction/payment-numbers.ts'
import { redact, restore } from '../../functions/domain/redaction.ts'
import { privateLines } from '../corpora/private-lines.ts'

/** What people put between the groups of a number. */
const GAPS = ['', ' ', '-', '.', '  ', '\t', ',', ', ', '_', '/', ' / ', ' - ', '–', ' | ', '*']

describe('redact', () => {
  it('covers at least sixty lines', () => {
    expect(privateLines.length).toBeGreaterThanOrEqual(60)
  })

  it.each(privateLines)('takes out exactly what is private: %s', (text, secrets) => {
    const redacted = redact(text)
    expect(Object.values(redacted.map).toSorted()).toEqual([...secrets].toSorted())
    for (const secret of secrets) expect(redacted.text).not.toContain(secret)
  })

  it.each(privateLines)('can be undone: %s', (text) => {
    const { text: redacted, map } = redact(text)
    expect(restore(redacted, map)).toBe(normaliseText(text))
  })

  it('gives the same value the same placeholder', () => {
    expect(redact('a@b.example wrote, answer a@b.example or c@d.example').text).toBe(
      '[EMAIL_1] wrote, answer [EMAIL_1] or [EMAIL_2]',
    )
  })

  it('leaves alone what only looks like a placeholder', () => {
    const { text, map } = redact('[EMAIL_1] is literal, a@b.example is not')
    expect(text).toBe('[EMAIL_1] is literal, [EMAIL_2] is not')
    expect(restore(text, map)).toBe('[EMAIL_1] is literal, a@b.example is not')
  })

  it('is not fooled by invisible characters, wide digits or Arabic digits', () => {
    expect(redact('ja\u200bne@exam\u2060ple.com').text).toBe('[EMAIL_1]')
    expect(redact('card ４１１１１１１１１１１１１１１１').text).toBe('card [CARD_1]')
    expect(redact('card ٤١١١١١١١١١١١١١١١').text).toBe('card [CARD_1]')
  })

  it('takes a whole private key block', () => {
    const block = ['-----BEGIN', 'PRIVATE KEY-----\nMIIEv\nabc\n-----END', 'PRIVATE KEY-----'].join(' ')
    expect(redact(`here: ${block} thanks`).text).toBe('here: [KEY_1] thanks')
  })

  it('never throws, and restoring always gives the normalised text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('[CARD_1]', 'a@b.example', ' 4111111111111111 ', 'password is Xy7!kk'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join(' ')
        const { text: redacted, map } = redact(text)
        expect(restore(redacted, map)).toBe(normaliseText(text))
      }),
    )
  })

  it('takes out every card number that passes its check, however it is grouped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999_999 }), fc.constantFrom(...GAPS), (number, gap) => {
        const body = `4${String(number).padStart(14, '0')}`
        const check = [...'0123456789'].find((digit) => passesLuhn(body + digit)) ?? ''
        const card = (body + check).replace(/\d{4}(?=\d)/g, `$&${gap}`)
        expect(redact(`my card ${card} fails`).text).toBe('my card [CARD_1] fails')
      }),
    )
  })
})

describe('checks', () => {
  it('knows a card number by Luhn', () => {
    expect(passesLuhn('4111111111111111')).toBe(true)
    expect(passesLuhn('4111111111111112')).toBe(false)
  })

  it('knows an IBAN by its remainder', () => {
    expect(passesMod97('DE89370400440532013000')).toBe(true)
    expect(passesMod97('DE88370400440532013000')).toBe(false)
  })
})
