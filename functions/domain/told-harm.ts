import { sentencesOf } from './hidden-instructions.ts'
import { plainWords, signsOfWords } from './priority-signs.ts'

/** Before a clause that tells by itself what became of "our" things. Behind "confirm that" commas list what is asked. */
const TELLING_CLAUSE =
  /(?:(?<=\b(?:did you|have you|haben sie|(?:confirm|bestätigen)(?!:|[^,:]{0,80}\b(?:that|dass))) [^,:]{1,80}),|(?<!\bconfirm)(?:[;:–—]|\s-)|\bbecause)\s+(?=(?:all|our|we|unsere) )/iu

/** Where a question turns its words round. */
const TURNED_ROUND = /(?<=^|[,:;]\s?)(?=(?:has|have|wurden?|sind|ist) (?:all|our|unsere)[^,;]{1,80}\?)/giu

/** Where one says that one confirms. */
const CONFIRMS = /\b(?:just|writing|call(?:ing)?) to confirm\b/giu

/** Where one begins to ask what was done, and not why, or whether anybody has seen it. Folded words. */
const ASKS =
  /(?:\b(?:please|kindly|you|to|someone|anyone) confirm|^confirm|\bconfirm(?:ar|en|er|ez)|\b(?:bitte|sie)(?: \S+){0,3} bestatigen|\bbestatigen sie|\b(?:confirmation that|bestatigung dass|danke dass|whether|ob)|(?<!\bwhy (?:\S+ ){0,3}|\bwhat )\b(?:have|did) you|\bhaben sie|\bavez vous)\b(?!(?: \S+){0,3} (?:why|noti\w+|seen?|know|hear\w*|reali\w+|get|got|receive\w*|read)\b)/

/** What is gone may be gone as it was wished; what leaked may not. Beginnings of folded words. */
const GONE = /\b(?:delet|eras|wip|destroy|lost|losing|geloscht|borra|perd|efface)/

/** What is denied, or was known before. Folded words. */
const DENIED =
  /\b(?:(?:not|never|nicht|nie|(?:sind|ist) (?:bereits|schon))(?: (?:yet|been|(?!only )\w+ly|vollstandig))?|none of (?:\S+ ){1,2}(?:was|were)) (?:deleted|wiped|erased|destroyed|lost|leaked|stolen|exposed|breached|geloscht|verloren)\b/g

/** Sentences that ask what is or would be done about harm, and tell of none. And the name of a product. Folded words. */
const ABOUT_HARM: readonly RegExp[] = [
  /^(?!.*\b(?:we|our|us|exploded|caught|burn\w+|stole)\b)(?:\S+ ){0,2}(?:do you (?:have|do|handle|offer)|does your|what is your|is there a)\b/,
  /\bon fire (?:tv|hd|stick|tablet|os)\b/,
  /^(?:can (?:i|the)|does|kann|how (?:can|do) i) (?:(?!i |that|because|shows|rid |got)\S+ )*(?:(?:explode|explodieren)\b|of (?:an)?other )/,
]

/** What a sentence tells about harm: up to where it begins to ask. */
const toldOf = (sentence: string): string => {
  if (ABOUT_HARM.some((about) => about.test(sentence))) return ''
  const plain = sentence.replace(DENIED, ' ')
  const asked = plain.search(ASKS)
  return asked >= 0 && GONE.test(plain.slice(asked)) ? plain.slice(0, asked) : plain
}

/** Whether a text tells of what others only ask about. */
export const tellsHarm = (text: string): boolean => {
  const clauses = sentencesOf(text).flatMap((sentence) =>
    sentence.replace(CONFIRMS, '').replace(TURNED_ROUND, 'whether ').split(TELLING_CLAUSE),
  )
  const told = clauses.map((clause) => toldOf(plainWords(clause)))
  return signsOfWords(told.join('\n')).includes('feared')
}
