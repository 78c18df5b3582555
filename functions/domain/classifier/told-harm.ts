import { sentencesOf } from './hidden-instructions.ts'
import { plainWords, signsOfWords } from './priority-signs.ts'

/**
 * Boundary before a clause that reports by itself what happened to "our" things. After "confirm that", commas separate
 * what is asked.
 */
const TELLING_CLAUSE =
  /(?:(?<=\b(?:did you|have you|haben sie|(?:confirm|bestätigen)(?!:|[^,:]{0,80}\b(?:that|dass))) [^,:]{1,80}),|(?<!\bconfirm)(?:[;:–—]|\s-)|\bbecause)\s+(?=(?:all|our|we|unsere) )/iu

/** Before a question with inverted word order. */
const TURNED_ROUND = /(?<=^|[,:;]\s?)(?=(?:has|have|wurden?|sind|ist) (?:all|our|unsere)[^,;]{1,80}\?)/giu

/** Where the writer is the one who confirms. */
const CONFIRMS = /\b(?:just|writing|call(?:ing)?) to confirm\b/giu

/** Where a question begins whether something was done: not why it was, or whether anybody noticed. Folded words. */
const ASKS =
  /(?:\b(?:please|kindly|you|to|someone|anyone) confirm|^confirm|\bconfirm(?:ar|en|er|ez)|\b(?:bitte|sie)(?: \S+){0,3} bestatigen|\bbestatigen sie|\b(?:confirmation that|bestatigung dass|danke dass|whether|ob)|(?<!\bwhy (?:\S+ ){0,3}|\bwhat )\b(?:have|did) you|\bhaben sie|\bavez vous)\b(?!(?: \S+){0,3} (?:why|noti\w+|seen?|know|hear\w*|reali\w+|get|got|receive\w*|read)\b)/

/** Losses that somebody may have asked for, unlike leaks. Beginnings of folded words. */
const GONE = /\b(?:delet|eras|wip|destroy|lost|losing|geloscht|borra|perd|efface)/

/** Harm that is denied, or that was known before. Folded words. */
const DENIED =
  /\b(?:(?:not|never|nicht|nie|(?:sind|ist) (?:bereits|schon))(?: (?:yet|been|(?!only )\w+ly|vollstandig))?|none of (?:\S+ ){1,2}(?:was|were)) (?:deleted|wiped|erased|destroyed|lost|leaked|stolen|exposed|breached|geloscht|verloren)\b/g

/** Sentences that ask what is or would be done about harm and report none; and the name of a product. Folded words. */
const ABOUT_HARM: readonly RegExp[] = [
  /^(?!.*\b(?:we|our|us|exploded|caught|burn\w+|stole)\b)(?:\S+ ){0,2}(?:do you (?:have|do|handle|offer)|does your|what is your|is there a)\b/,
  /\bon fire (?:tv|hd|stick|tablet|os)\b/,
  /^(?:can (?:i|the)|does|kann|how (?:can|do) i) (?:(?!i |that|because|shows|rid |got)\S+ )*(?:(?:explode|explodieren)\b|of (?:an)?other )/,
]

/** The part of a sentence that reports harm: up to where it begins to ask. */
const toldOf = (sentence: string): string => {
  if (ABOUT_HARM.some((about) => about.test(sentence))) return ''
  const plain = sentence.replace(DENIED, ' ')
  const asked = plain.search(ASKS)
  return asked >= 0 && GONE.test(plain.slice(asked)) ? plain.slice(0, asked) : plain
}

/** Whether a text reports harm of the sign `feared`, about which others only ask. */
export const tellsHarm = (text: string): boolean => {
  const clauses = sentencesOf(text).flatMap((sentence) =>
    sentence.replace(CONFIRMS, '').replace(TURNED_ROUND, 'whether ').split(TELLING_CLAUSE),
  )
  const told = clauses.map((clause) => toldOf(plainWords(clause)))
  return signsOfWords(told.join('\n')).includes('feared')
}
