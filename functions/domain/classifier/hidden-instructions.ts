import { readableText, words } from './text-features.ts'

/** Sentences that talk to a machine instead of about a matter, in several languages. Folded words, no accents. */
const ORDERS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|skip|do not follow)\b.{0,40}\b(?:instruction|rule|polic|prompt|guideline|previous|above|prior|earlier)/,
  /\b(?:system|developer|hidden|initial) (?:prompt|message|instruction|note|override)/,
  /\b(?:assistant|chatbot|language model|llm|classifier|gpt|claude|triage (?:bot|ai|model|system)|ai (?:model|system|agent|assistant|reading)|dear ai|hey ai|note to (?:the )?(?:ai|bot|model))\b/,
  /\byour (?:answer|output|response|reply|summary) (?:must|should|has to|needs to|will)\b/,
  /\b(?:in|into) (?:the|your) (?:summary|answer|reply|draft|response|output)\b.{0,20}\b(?:write|say|state|include|add|put|mention)\b|\b(?:write|say|state|include|add|put|mention)\b.{0,60}\b(?:in|into) (?:the|your) (?:summary|answer|reply|draft|response|output)\b/,
  /\b(?:print|reveal|repeat|output|show|list|dump|leak|give me)\b.{0,40}\b(?:prompt|instructions|other customers|other tickets|other users|previous ticket|tool definition|api keys|configuration|database)\b/,
  /\b(?:you are now|act as|pretend (?:to be|you)|roleplay|from now on you|jailbreak|developer mode|debug(?:ging)? (?:mode|output)|sudo|admin override)\b/,
  /\b(?:call|use|invoke|run|execute) (?:the )?(?:tool|function|record triage|shell|command|sql)\b|\brecord triage\b|\bdrop table\b|\bend of (?:ticket|user input|text|message)\b/,
  /\b(?:ignoriere|ignorieren sie|vergiss|vergessen sie|missachte)\b.{0,40}\b(?:anweisung|regel|vorgabe|richtlinie|prompt|bisherig|vorherig|obig|alles)/,
  /\b(?:assistent|assistenten|sprachmodell|ki modell|klassifikator|systemprompt|system prompt|systemnachricht)\b|\bdu bist (?:jetzt|nun|ab sofort)\b|\b(?:gib|zeige|nenne|drucke)\b.{0,40}\b(?:prompt|anweisungen|anderer kunden|andere kunden)\b/,
  /\b(?:ignora|ignore|ignorad|olvida|olvide|omite)\b.{0,40}\b(?:instruccion|regla|politica|anterior|previa|prompt|todo)/,
  /\b(?:asistente|modelo de lenguaje|clasificador|mensaje del sistema|prompt del sistema)\b|\bahora eres\b|\b(?:muestra|imprime|revela|lista|escribe)\b.{0,40}\b(?:prompt|instrucciones|otros clientes|en el resumen)\b/,
  /\b(?:ignore|ignorez|oublie|oubliez|neglige)\b.{0,40}\b(?:instruction|regle|consigne|politique|precedent|prompt|tout)/,
  /\b(?:modele de langage|classificateur|message systeme|prompt systeme|l assistant|cher assistant)\b|\btu es maintenant\b|\bvous etes maintenant\b|\b(?:affiche|affichez|imprime|revele|ecris|ecrivez|liste)\b.{0,40}\b(?:prompt|instructions|autres clients|dans le resume)\b/,
  /\b(?:ignora|dimentica)\b.{0,50}\b(?:istruzioni|regole)|\b(?:ignore|esqueca)\b.{0,50}\b(?:instrucoes|regras)|\b(?:negeer|vergeet)\b.{0,50}\b(?:instructies|regels)/,
]

/**
 * Demands for a label, in several languages. People make them, too, besides describing the matter. Folded words, no
 * accents.
 */
const DEMANDS: readonly RegExp[] = [
  /\b(?:set|mark|label|classify|categori[sz]e|tag|flag|route|treat|rate|output|return|respond|answer|file|change|raise|escalate|assign)\b.{0,50}\b(?:priority|category|critical|confidence|severity|json|as (?:low|medium|high|urgent|billing|technical|account|general))\b/,
  /\b(?:priority|category|suggested priority|suggested category|confidence|severity)\b.{0,12}\b(?:must be|should be|has to be|set to|critical|equals)\b/,
  /\b(?:setze|setzen sie|markiere|markieren sie|klassifiziere|klassifizieren sie|stufe|stufen sie|ordne|kennzeichne)\b.{0,60}\b(?:prioritat|kategorie|kritisch|critical|hoch|niedrig|billing|technical|account|general)/,
  /\b(?:prioritat|kategorie)\b.{0,10}\b(?:muss|ist|auf|kritisch)\b/,
  /\b(?:marca|marque|clasifica|clasifique|pon|ponga|establece|establezca|asigna|asigne|etiqueta)\b.{0,60}\b(?:prioridad|categoria|critico|critica|critical|urgente|alta|baja|billing|technical|account|general)\b/,
  /\b(?:prioridad|categoria)\b.{0,10}\b(?:debe|es|critica)\b/,
  /\b(?:marque|marquez|classe|classez|mets|mettez|definis|definissez|attribue|attribuez|etiquette)\b.{0,60}\b(?:priorite|categorie|critique|critical|urgent|haute|basse|billing|technical|account|general)\b/,
  /\b(?:priorite|categorie)\b.{0,10}\b(?:doit|est|critique)\b/,
  /\b(?:imposta|contrassegna)\b.{0,50}\b(?:priorita|categoria)|\b(?:defina|marque)\b.{0,50}\b(?:prioridade|categoria)|\b(?:markeer|zet)\b.{0,50}\b(?:prioriteit|categorie)/,
]

/** Delimiters and role names with which a text pretends to be part of the conversation with a model. */
const FORGED_ROLE =
  /^\s*(?:#{1,3}\s*)?(?:\[?(?:system|assistant|developer|user|tool|inst)\]?\s*:|<\/?\|?(?:system|assistant|im_start|im_end|ticket|user|inst|tool)[^>]{0,40}>|\{\s*"(?:role|suggested_|category|priority|tool))/i

const isOrder = (sentence: string): boolean => {
  const folded = words(sentence).join(' ')
  return FORGED_ROLE.test(sentence) || ORDERS.some((order) => order.test(folded))
}

const isDemand = (text: string): boolean => {
  const folded = words(text).join(' ')
  return DEMANDS.some((demand) => demand.test(folded))
}

/** Where a clause ends: at a sign with a gap beside it, before a reason, and before a request that is hung on. */
const CLAUSE_END = new RegExp(
  [
    '(?<=[,;:)])\\s',
    '\\s(?=[(–—]|- )',
    '\\s(?=(?:because|since|as (?:our|we|all|nobody)|weil|denn|porque|ya que|parce que|car|perch[eé]|poich[eé])\\s)',
    '\\s(?=(?:and|so|und|y|et|e) (?:please|kindly|bitte|por favor|merci|per favore)\\s)',
  ].join('|'),
  'iu',
)
/** Words about labels in a clause that demands none: what is left of "priority: critical" is no evidence. */
const LABEL = /\b(?:priorit|priorid|categor|kategor|severity|confidence)/
/** Fewest words of a clause that is taken to describe a matter. */
const TELLING_WORDS = 3

/**
 * What a sentence says besides its demand: "our system is down for everyone, please treat this as critical" reports an
 * outage. Empty if no clause can be separated from the demand.
 */
const withoutDemand = (sentence: string): string => {
  const clauses = sentence.split(CLAUSE_END)
  if (!clauses.some(isDemand)) return ''
  return clauses
    .filter((clause) => {
      const folded = words(clause)
      return folded.length >= TELLING_WORDS && !LABEL.test(folded.join(' ')) && !isDemand(clause)
    })
    .join(' ')
}

/** The part of a sentence that is about a matter: nothing if it gives orders to a machine, whatever else it claims. */
const evidenceOf = (sentence: string): string => {
  if (isOrder(sentence)) return ''
  return isDemand(sentence) ? withoutDemand(sentence) : sentence
}

/** A full stop after one of these, or after a single letter, does not end a sentence. */
const ABBREVIATED = /(?:^|[\s.(])(?:\p{L}|e\.g|i\.e|etc|dr|mr|mrs|ms|sr|sra|nr|no|bzw|ca|usw|vs|approx|mme|av|núm)\.$/iu

/** Joins what an abbreviation tore apart. */
const mended = (pieces: readonly string[]): string[] => {
  const sentences: string[] = []
  for (const piece of pieces) {
    const previous = sentences.at(-1)
    if (previous !== undefined && ABBREVIATED.test(previous)) sentences[sentences.length - 1] = `${previous} ${piece}`
    else sentences.push(piece)
  }
  return sentences
}

/** Sentences and lines of the readable text, in order, each with its final punctuation. */
export const sentencesOf = (text: string): string[] =>
  readableText(text)
    .split('\n')
    .flatMap((line) => {
      const pieces = line.match(/(?:[^.!?。！？]|[.!?](?=\S))+[.!?。！？]*/gu) ?? []
      return mended(pieces.map((piece) => piece.trim()))
    })
    .filter((sentence) => words(sentence).length > 0)

/**
 * The text without what gives commands to a machine: whole sentences that address one, and clauses that demand a label.
 * It is for judging only: people read the whole text.
 *
 * @returns the readable text itself when nothing else would be left
 */
export const withoutCommands = (text: string): string => {
  const sentences = sentencesOf(text)
  const evidence = sentences.map(evidenceOf)
  const isUntouched = evidence.every((kept, at) => kept === sentences[at])
  return isUntouched ? readableText(text) : evidence.filter(Boolean).join('\n') || readableText(text)
}
