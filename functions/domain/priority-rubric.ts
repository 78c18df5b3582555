import type { Priority } from '../contracts/triage.ts'
import { sentencesOf } from './hidden-instructions.ts'
import { type Sign, wordedSigns } from './priority-signs.ts'
import { tellsHarm } from './told-harm.ts'

/** Between clauses. It takes nothing away: joined, they are the text again. */
const CLAUSE = /(?<=[,;:–—\n])|(?=\s(?:and|but|und|aber|y|pero|et|mais)\s)/iu
/** What may happen one day: only where wishes have begun; "when customers pay" ahead of them tells of today. */
const SUPPOSED = /\b(?:if|when(?:ever)?|wenn|falls|sobald|si|cuando|quand|lorsque) [^,;\n]*/giu
/** What is told of the present. */
const LASTS = /\b(?:still|is|are|remains?|noch|ist|sind|sigue|est[aá]n?|est|sont|toujours|encore)\b/iu

/** Two of these are critical together. */
const STANDSTILL: readonly Sign[] = ['down', 'everyone', 'money']
/** What no wish makes low, and nothing that works again: among them all that a verdict of critical needs. */
const PRESSING: readonly Sign[] = ['harm', 'feared', 'down', 'broken', 'deadline', 'money']

/** The first rule that applies, from critical down; wishes are left aside. */
const verdict = (has: (sign: Sign) => boolean): Priority => {
  if (has('harm') || has('feared')) return 'critical'
  if (STANDSTILL.filter(has).length > 1) return 'critical'
  const troubled = has('problem') || has('down') || has('broken')
  // Thanks are given in advance, too.
  if (has('calm') || (has('thanks') && !troubled && !has('deadline'))) return 'low'
  if (has('question') && !troubled && !has('blocked') && !has('deadline')) return has('urgent') ? 'medium' : 'low'
  const isWide = has('everyone') && troubled
  if (isWide || has('deadline') || has('money') || has('broken') || (has('blocked') && (troubled || has('urgent'))))
    return 'high'
  return has('urgent') && troubled ? 'high' : 'medium'
}

/** What a text tells: harm that it only asks about is left out. */
const signsOf = (text: string): ReadonlySet<Sign> => {
  const signs = new Set(wordedSigns(text))
  if (signs.has('feared') && !tellsHarm(text)) signs.delete('feared')
  return signs
}

/** What a sentence tells ahead of its first clause that wishes for something. */
const besideWish = (sentence: string): string => {
  const clauses = sentence.split(CLAUSE)
  const wished = clauses.findIndex((clause) => wordedSigns(clause).includes('wish'))
  return wished < 0 ? sentence : clauses.slice(0, wished).join('')
}

/** What a text tells beside its wishes. Where something works again, of what was told before only harm, and what lasts. */
const besideWishes = (text: string): string => {
  const sentences = sentencesOf(text)
  const first = sentences.findIndex((sentence) =>
    wordedSigns(sentence).some((sign) => sign === 'wish' || sign === 'over'),
  )
  const clauses = sentences
    .map((sentence, at) => (at < first ? sentence : besideWish(sentence).replace(SUPPOSED, '')))
    .join('\n')
    .split(CLAUSE)
  const signs = clauses.map(wordedSigns)
  const over = signs.findLastIndex((worded) => worded.includes('over'))
  return clauses
    .filter(
      (clause, at) =>
        at > over || LASTS.test(clause) || signs[at]?.some((sign) => sign === 'harm' || sign === 'feared'),
    )
    .join('')
}

/**
 * Priority by rule: harm, a full stop for everyone or payments down are critical; any trouble of everyone, being blocked,
 * a near deadline or something broken is high; questions, wishes, and thanks where nothing is wrong are low; the rest is
 * medium. A wish takes back nothing pressing that is told beside it.
 *
 * Where this is not critical, nothing but a person makes a ticket so.
 *
 * @param text readable text, without commands (see `withoutCommands`)
 */
export const judgePriority = (text: string): Priority => {
  const signs = signsOf(text)
  const isWish = signs.has('wish')
  const isOver = signs.has('over')
  const told = isWish || isOver ? signsOf(besideWishes(text)) : signs
  const has = (sign: Sign) => told.has(sign)
  const judged = verdict(has)
  const isLow = !PRESSING.some(has) && (isWish || (isOver && judged === 'medium'))
  return isLow ? 'low' : judged
}
