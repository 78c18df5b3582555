import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '../../functions/domain/triage/answer.ts'
import { ANSWER } from '../support/triage-records.ts'

describe('reading an answer', () => {
  it.each([
    ['an object', ANSWER],
    ['a JSON string', JSON.stringify(ANSWER)],
    ['a string of a string', JSON.stringify(JSON.stringify(ANSWER))],
    ['a fenced string', `\`\`\`json\n${JSON.stringify(ANSWER)}\n\`\`\``],
    ['other capitals and a number as text', { ...ANSWER, suggested_category: ' Billing', confidence: '0.9' }],
    ['a field that nobody asked for', { ...ANSWER, refund: 900 }],
  ])('accepts %s', (_case, input) => {
    expect(readAnswer(input)).toEqual({ outcome: 'parsed', answer: ANSWER })
  })

  it.each([
    ['a wrong category', { ...ANSWER, suggested_category: 'refunds' }, 'suggested_category'],
    ['a wrong priority', { ...ANSWER, suggested_priority: 'urgent' }, 'suggested_priority'],
    ['a confidence above 1', { ...ANSWER, confidence: 80 }, 'confidence'],
    ['no summary', { ...ANSWER, summary: undefined }, 'summary'],
  ])('asks for a repair of %s and names the field', (_case, input, field) => {
    expect(readAnswer(input)).toMatchObject({ outcome: 'repair', problem: expect.stringContaining(field) })
  })

  it('never repeats what the model wrote in the problem', () => {
    const reading = readAnswer({ ...ANSWER, suggested_category: 'SECRET-4711' })
    expect(JSON.stringify(reading)).not.toContain('4711')
  })

  it.each([[null], [undefined], [''], ['{"suggested'], ['nonsense'], [[]], [42], ['[1]']])(
    'finds %j unusable',
    (input) => {
      expect(readAnswer(input).outcome).toBe('unusable')
    },
  )

  it('cuts no character in half', () => {
    const emoji = '😀'.repeat(2_000)
    const reading = readAnswer({
      ...ANSWER,
      summary: `x${emoji}`,
      reply_draft: `x${emoji}`,
      resolution_notes: `x${emoji}`,
      required_skills: [`x${emoji}`],
    })
    if (reading.outcome !== 'parsed') throw new Error('the answer was not read')
    const { summary, reply_draft, resolution_notes, required_skills } = reading.answer
    for (const text of [summary, reply_draft, resolution_notes, ...required_skills]) {
      expect(text).toMatch(/^x(?:😀)+$/u)
    }
  })

  it('never throws, and keeps a parsed answer within its limits', () => {
    const near = fc.record({
      suggested_category: fc.constantFrom('billing', 'GENERAL', 'x'),
      suggested_priority: fc.constantFrom('low', 'critical'),
      confidence: fc.oneof(fc.double(), fc.string()),
      summary: fc.string({ maxLength: 1_000 }),
      required_skills: fc.array(fc.string({ maxLength: 80 }), { maxLength: 30 }),
    })
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (input) => {
        const reading = readAnswer(input)
        if (reading.outcome !== 'parsed') return
        expect(reading.answer.summary.length).toBeLessThanOrEqual(240)
        expect(reading.answer.required_skills.length).toBeLessThanOrEqual(5)
      }),
    )
  })
})
