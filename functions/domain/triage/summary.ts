import { sentencesOf, withoutCommands } from '../classifier/hidden-instructions.ts'
import { lexiconScores } from '../classifier/lexicon.ts'
import { beginningOf, words } from '../classifier/text-features.ts'

/** Longest summary, in characters. */
export const SUMMARY_CHARACTERS = 240

/** Greetings and closings say nothing about the matter. */
const COURTESY =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks?|thank you|regards|best|kind|sincerely|cheers|hallo|guten|liebe|sehr geehrte|danke|vielen dank|mit freundlichen|viele grüße|hola|buen[oa]s|estimad|gracias|saludos|un saludo|bonjour|bonsoir|madame|cher|chère|merci|cordialement|ciao|salve|grazie|olá|obrigad)[\p{L} ,]{0,40}[.!,]*$/iu

/** How much a sentence says about the matter: by its known words, a number in it, and its length. */
const informationOf = (sentence: string): number => {
  const tokens = words(sentence)
  const evidence = Object.values(lexiconScores(tokens)).reduce((sum, score) => sum + score, 0)
  const hasFigure = /\d/.test(sentence) ? 1 : 0
  return evidence + hasFigure + Math.min(tokens.length, 20) / 10
}

const cut = (text: string, characters: number): string => {
  if (text.length <= characters) return text
  const whole = beginningOf(text, characters - 1)
  const atWord = whole.replace(/\s+\S*$/, '')
  return `${atWord.length > characters / 2 ? atWord : whole}…`
}

/** A sentence with a full stop, to stand before another one: titles have none. */
const ended = (sentence: string): string => (/[\p{L}\p{N})"”’»]$/u.test(sentence) ? `${sentence}.` : sentence)

/** Whether a sentence has all words of another one, as the first line of a text often has those of its title. */
const says = (sentence: string, other: string): boolean => {
  const said = new Set(words(sentence))
  return words(other).every((word) => said.has(word))
}

/** Both sentences, or only the one that says all that the other one says. */
const joined = (first: string, second: string): string => {
  if (says(first, second)) return first
  return says(second, first) ? second : `${ended(first)} ${second}`
}

/**
 * A ticket in at most 240 characters of its own words: the first sentence that is no greeting, and the most informative
 * of the others. Empty only for an empty text.
 */
export const summarise = (text: string): string => {
  const all = sentencesOf(withoutCommands(text)).map((sentence) => sentence.replace(/\s+/g, ' '))
  const telling = all.filter((sentence) => !COURTESY.test(sentence))
  const [first, ...rest] = telling.length > 0 ? telling : all
  if (first === undefined) return ''
  const best = rest
    .map((sentence) => ({ sentence, information: informationOf(sentence) }))
    .reduce((chosen, tried) => (tried.information > chosen.information ? tried : chosen), {
      sentence: first,
      information: 0,
    })
  const both = joined(first, best.sentence)
  return cut(both.length <= SUMMARY_CHARACTERS ? both : first, SUMMARY_CHARACTERS)
}
