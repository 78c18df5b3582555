import type { Priority } from '../../contracts/triage.ts'
import { sentencesOf } from './hidden-instructions.ts'
import { type Sign, signsOf } from './priority-signs.ts'
import { tellsHarm } from './told-harm.ts'

/** Boundary between clauses. It matches no characters, so that the clauses joined are the text again. */
const CLAUSE = /(?<=[,;:–—\n])|(?=\s(?:and|but|und|aber|y|pero|et|mais)\s)/iu
/** Clauses that begin with one of these words. */
const clausesFrom = (first: string): RegExp => new RegExp(`\\b(?:${first}) [^,;.!?\\n]*`, 'giu')
const IF = 'if|whenever|wenn|falls|sobald|si|ob|whether'
/** Suppositions: what might happen. */
const SUPPOSED = clausesFrom(IF)
/**
 * Suppositions in questions and from the first wish on, where "when" begins one too; ahead of wishes, "when customers
 * pay" describes the present.
 */
const WISHED = clausesFrom(`${IF}|when|cuando|quand|lorsque`)
/** A question about the time: its first clause is no supposition. */
const ASKS_WHEN = /^(?:when|quand)\b/iu
/** Words that describe the present. */
const LASTS =
  /\b(?:still|fails?|can(?:not|['’]t)|is|are|remains?|noch|ist|sind|sigue|est[aá]n?|est|sont|toujours|encore)\b/iu

/** Words with which a text goes on where something works again, but not all. */
const BUT = /\b(?:but|aber|pero|mais|fails?)\b/iu

/** Any two of these together are critical. */
const STANDSTILL: readonly Sign[] = ['down', 'everyone', 'money']
/** Signs that keep an idea from being low. */
const PRESSING: readonly Sign[] = ['down', 'broken', 'deadline', 'money']

/** The first rule that applies, from critical down; it does not look at wishes. */
const verdict = (has: (sign: Sign) => boolean): Priority => {
  if (has('harm') || has('feared')) return 'critical'
  if (STANDSTILL.filter(has).length > 1) return 'critical'
  const troubled = has('problem') || has('down') || has('broken')
  // Not if there is trouble or a deadline: thanks are given in advance, too.
  if (has('calm') || (has('thanks') && !troubled && !has('deadline'))) return 'low'
  if (has('question') && !troubled && !has('blocked') && !has('deadline')) return has('urgent') ? 'medium' : 'low'
  const isWide = has('everyone') && troubled
  if (isWide || has('deadline') || has('money') || has('broken') || (has('blocked') && (troubled || has('urgent'))))
    return 'high'
  return has('urgent') && troubled ? 'high' : 'medium'
}

/** The signs of a text, without harm that it only asks about. */
const toldSigns = (text: string): ReadonlySet<Sign> => {
  const signs = new Set(signsOf(text))
  if (signs.has('feared') && !tellsHarm(text)) signs.delete('feared')
  return signs
}

const isWish = (sign: Sign): boolean => sign === 'wish' || sign === 'idea'

/** The part of a sentence before its first clause that wishes for something. */
const besideWish = (sentence: string): string => {
  const clauses = sentence.split(CLAUSE)
  const wished = clauses.findIndex((clause) => signsOf(clause).some(isWish))
  return wished < 0 ? sentence : clauses.slice(0, wished).join('')
}

const isHarm = (sign: Sign): boolean => sign === 'harm' || sign === 'feared'

const asks = (sentence: string): boolean => sentence.endsWith('?')

/** A sentence without its suppositions, except those of harm: somebody unsure whether data leaked reports it. */
const withoutSupposed = (sentence: string): string =>
  sentence.replace(asks(sentence) && !ASKS_WHEN.test(sentence) ? WISHED : SUPPOSED, (clause) =>
    signsOf(clause).some(isHarm) ? clause : '',
  )

/**
 * A text without its wishes and without what its questions suppose. If it says that something works again, only harm
 * and what still lasts are kept of the text before.
 */
const toldOf = (text: string): string => {
  const sentences = sentencesOf(text)
  const first = sentences.findIndex((sentence) => signsOf(sentence).some((sign) => isWish(sign) || sign === 'over'))
  const clauses = sentences
    .map((sentence, at) => {
      if (first >= 0 && at >= first) return besideWish(sentence).replace(WISHED, '')
      return first >= 0 || asks(sentence) ? withoutSupposed(sentence) : sentence
    })
    .join('\n')
    .split(CLAUSE)
  const signs = clauses.map(signsOf)
  const over = signs.findLastIndex((worded) => worded.includes('over'))
  return clauses.filter((clause, at) => at > over || LASTS.test(clause) || signs[at]?.some(isHarm)).join('')
}

/**
 * Priority by rule: harm, a full stop for everyone or payments down are critical; any trouble of everyone, being
 * blocked, a near deadline or something broken are high; questions, wishes, and thanks where nothing is wrong are low;
 * the rest is medium. A polite wish does not make anything pressing beside it less so; beside an idea, what is critical
 * stays, and the rest is at most medium.
 *
 * A ticket that is not critical by this rule becomes so only by a person's decision.
 *
 * @param text readable text, without commands (see `withoutCommands`)
 */
export const judgePriority = (text: string): Priority => {
  const signs = toldSigns(text)
  const wishes = [...signs].some(isWish)
  const isOver = signs.has('over')
  const told = wishes || isOver || text.includes('?') ? toldSigns(toldOf(text)) : signs
  const has = (sign: Sign) => told.has(sign)
  const judged = verdict(has)
  if (judged === 'critical') return judged
  if (signs.has('idea')) return judged !== 'low' && PRESSING.some(has) ? 'medium' : 'low'
  const isLow = has('down') ? isOver && !BUT.test(text) : isOver || (wishes && !has('everyone'))
  return isLow && judged === 'medium' ? 'low' : judged
}
