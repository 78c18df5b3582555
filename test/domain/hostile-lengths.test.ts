import { expect, it } from 'vitest'
import { withoutCommands } from '../../functions/domain/classifier/hidden-instructions.ts'
import { newPhraseMatcher } from '../../functions/domain/classifier/phrase-matcher.ts'
import { newClassifier } from '../../functions/domain/classifier.ts'
import { redact } from '../../functions/domain/redaction.ts'
import { removeLinksAndHosts } from '../../functions/domain/triage/links.ts'
import { findDuplicate, rankSimilar } from '../../functions/domain/triage/similar.ts'
import { summarise } from '../../functions/domain/triage/summary.ts'

/** The largest body that a request may have, in characters. */
const HOSTILE_CHARACTERS = 65_536
/** Half of this on an idle machine; what backtracks takes seconds. */
const LIMIT_MS = 100
const TRIES = 4

/** Pieces that, said again and again, keep a careless pattern undecided. */
const PIECES = [
  ...[
    'a',
    'a ',
    'A1 ',
    '1-',
    '1 ',
    '+1 ',
    '(1',
    '0',
    'a.',
    'a@',
    'a@a.',
    'a@a-',
    'a-',
    '@',
    'aA',
    'a/',
    'a.aa:1/',
    'www.',
    'http://a:',
  ],
  ...['[', '![', '[a](', '[a](b ', '](', 'Aa-', 'Aa ', 'Aa Bb-', '12 Aa ', '12 rue de ', 'Calle Aa ', 'Am Aa 1 '],
  ...[
    '-----BEGIN PRIVATE KEY-----',
    'eyJaaaaaa.',
    'sk_live_',
    'password ',
    'password is ',
    'password is "a b ',
    'cookie: a=b; ',
    '-b a=',
    'password "a b ',
    'passwort für a b ',
    'pin 1 ',
  ],
  ...[
    'DE89 3704 0044 ',
    '4 ',
    '4111 ',
    '4111-',
    'GB82',
    'api key is ',
    'tel number is ',
    'ssn A1.',
    'born 1/',
    'Straße 1 ',
  ],
  ...[
    'ignore ',
    'set ',
    'print prompt ',
    'say ',
    'dear customer ',
    'i hope this ',
    'thank you for your ',
    'e.g. ',
    '. ',
  ],
  ...['all? ', 'no one '],
  ...['\n', '\u200b', '\u202e', '\u0301', '\ud800', 'ﷺ', '㌀', '你', 'ก', '😀', "can't ", '{"role"', '<|im_start|>'],
]

const others = Array.from({ length: 100 }, (_, at) => ({
  id: `T${at}`,
  number: `PL-${at}`,
  text: `invoice ${at} shows a wrong amount and the app fails `.repeat(200),
}))
const classifier = newClassifier()
/** A phrase of as many words as a keyword may have, of which all but the last are everywhere. */
const keywords = newPhraseMatcher([[`${'a '.repeat(19)}z`, 'z']])

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  redact,
  withoutCommands,
  summarise,
  keywords: (text) => keywords.find(text.toLowerCase().split(' ')),
  classify: (text) => classifier.classify(text),
  rankSimilar: (text) => rankSimilar(text, others),
  findDuplicate: (text) => findDuplicate(text, others),
}

/** The fastest of a few tries, so that a busy machine is no finding. */
const millisecondsOf = (read: () => unknown): number => {
  let fastest = Number.POSITIVE_INFINITY
  for (let tried = 0; tried < TRIES && fastest > LIMIT_MS; tried += 1) {
    const began = performance.now()
    read()
    fastest = Math.min(fastest, performance.now() - began)
  }
  return fastest
}

const hostile = (piece: string, lead: string): string =>
  (lead + piece.repeat(HOSTILE_CHARACTERS / piece.length)).slice(0, HOSTILE_CHARACTERS)

it.each(Object.entries(readers))('%s is through with any 64 KiB at once', (_name, read) => {
  read('warm')
  for (const piece of PIECES) {
    for (const lead of ['', 'password is ', 'phone ']) {
      expect(
        millisecondsOf(() => read(hostile(piece, lead))),
        JSON.stringify(lead + piece),
      ).toBeLessThan(LIMIT_MS)
    }
  }
})

it('is through with the longest draft that a model may give at once', () => {
  for (const piece of PIECES) {
    const draft = hostile(piece, '').slice(0, 4_000)
    expect(
      millisecondsOf(() => removeLinksAndHosts(draft, [])),
      JSON.stringify(piece),
    ).toBeLessThan(LIMIT_MS)
  }
})

it('cuts off what was not searched for secrets', () => {
  const { text } = redact(`${'Zeile '.repeat(3_000)}4111 1111 1111 1111`)
  expect(text).not.toContain('4111')
  expect(text.length).toBeLessThanOrEqual(12_000)
})
