import { describe, expect, it } from 'vitest'
import { newClassifier } from '../../functions/domain/classifier.ts'
import { readAnswer } from '../../functions/domain/triage/answer.ts'
import { embeddedSuggestion, NO_SIMILAR_TICKET } from '../../functions/domain/triage/embedded-suggestion.ts'
import { RECORD_TRIAGE } from '../../functions/domain/triage/prompt.ts'
import { triageText } from '../../functions/platform/embedded-model.ts'
import { hostileTickets } from '../corpora/injection.ts'
import { scriptTexts } from '../corpora/scripts.ts'

const classifier = newClassifier()
const NOTHING = { skill_keywords: {}, resolved: [], unresolved: [] }

describe('the embedded suggestion', () => {
  const solved = {
    id: '01JAAAAAAAAAAAAAAAAAAAAAAA',
    number: 'PL-AAAA1111',
    text: 'Printer prints blank pages. The office printer on floor two prints blank pages since the driver update',
    resolution: 'Rolled the driver back to 4.1.',
  }
  const other = {
    ...solved,
    number: 'PL-BBBB2222',
    text: 'Please send the invoice again',
    resolution: 'Sent.',
  }

  it('quotes the nearest resolved ticket with its number', () => {
    const { resolution_notes } = embeddedSuggestion(
      'Our printer gives blank pages after the driver update',
      classifier,
      { ...NOTHING, resolved: [other, solved] },
    )
    expect(resolution_notes).toBe('PL-AAAA1111: Rolled the driver back to 4.1.')
  })

  it('cuts a long note, and no character in half', () => {
    const resolved = [{ ...solved, resolution: `x${'😀'.repeat(400)}` }]
    const { resolution_notes } = embeddedSuggestion(solved.text, classifier, { ...NOTHING, resolved })
    expect(resolution_notes).toMatch(/^PL-AAAA1111: x(?:😀){199}$/u)
  })

  it('says so when nothing similar was ever solved', () => {
    expect(
      embeddedSuggestion('Do you ship to Norway?', classifier, { ...NOTHING, resolved: [solved] }).resolution_notes,
    ).toBe(NO_SIMILAR_TICKET)
  })

  it('asks for the category and the skills of the keyword table', () => {
    const { required_skills } = embeddedSuggestion('Our VPN shows an error', classifier, {
      ...NOTHING,
      skill_keywords: { vpn: 'networking', sap: 'erp' },
    })
    expect(required_skills).toEqual(['technical', 'networking'])
  })

  it('hints at a ticket that says the same, and not at one that shares a subject', () => {
    const again =
      'The office printer on floor two prints blank pages since the driver update: printer prints blank pages'
    expect(
      embeddedSuggestion(again, classifier, { ...NOTHING, unresolved: [other, solved] }).suggested_duplicate_of,
    ).toBe(solved.id)
    expect(
      embeddedSuggestion('The printer has no paper on floor three', classifier, { ...NOTHING, unresolved: [solved] })
        .suggested_duplicate_of,
    ).toBeNull()
  })

  it('drafts nothing that a ticket put into its mouth', () => {
    for (const text of [...hostileTickets.map((ticket) => ticket.text), ...scriptTexts]) {
      const { reply_draft } = embeddedSuggestion(text, classifier, NOTHING)
      expect(reply_draft).not.toMatch(/evil|EUR|[<>{}]|critical|script/i)
    }
  })

  it.each([
    ['Ich habe mein Passwort vergessen und kann mich nicht anmelden', /^Guten Tag/],
    ['No puedo entrar en mi cuenta', /^Hola/],
    ['¿Cuándo llegará mi pedido?', /^Hola/],
    ['Je ne peux pas me connecter à mon compte', /^Bonjour/],
  ])('drafts in the language of the ticket: %s', (text, opening) => {
    expect(embeddedSuggestion(text, classifier, NOTHING).reply_draft).toMatch(opening)
  })

  it.each([
    '???',
    'Not delivered, and no one told me, la Calle de los Reyes',
    'Mi è stata addebitata due volte la stessa fattura, vorrei un rimborso',
    'Non riesco ad accedere al mio account, la password non funziona',
    'Preciso que me enviem a fatura para o meu email por favor',
    'Mijn bestelling is niet aangekomen',
  ])('drafts in English when in doubt, and for a language without drafts: %s', (text) => {
    expect(embeddedSuggestion(text, classifier, NOTHING).reply_draft).toMatch(/^Hello/)
  })

  it('answers a bare text in the form of the tool', () => {
    const input = triageText('I was charged twice')
    expect(Object.keys(input).toSorted()).toEqual(Object.keys(RECORD_TRIAGE.input_schema.properties).toSorted())
    expect(readAnswer(input).outcome).toBe('parsed')
  })
})
