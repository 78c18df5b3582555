import type { Category } from '../../contracts/triage.ts'

/** Languages in which there is a draft. */
type Language = 'en' | 'de' | 'es' | 'fr'

/**
 * Small words by which a language is recognised; a word of two languages stands in both lists, and so decides nothing.
 */
const SMALL_WORDS = {
  en: 'the and is my i you to have for not with it can this was are please no me we our your has do on in of what how when',
  de: 'der die das und ist ich nicht mein meine sie wir es ein eine bitte mit auf kann wurde haben wie wann wo habe zu im den fur keine mir',
  es: 'el la los que mi y es no por una un con para se me en ha puedo gracias su del esta donde cuando como quiero tengo he muy de hola mis las han',
  fr: 'le la les et est je mon ma ne pas une un avec pour vous sur que des du dans nous ou quand comment votre mes de bonjour en plus',
  it: 'il lo la gli che non mio mia sono e per un una con ho del della di come dove quando vorrei grazie si in stata stato hanno buongiorno alla nel',
  pt: 'o os que nao meu minha e para por um uma com em do da na se me de esta onde quando como quero ola obrigado eu foi ao',
  nl: 'het een niet mijn ik en van is op voor met dat de wanneer waar hoe wil graag kan heb ben in te geen maar',
} as const
const LANGUAGES = Object.keys(SMALL_WORDS) as readonly (keyof typeof SMALL_WORDS)[]
/** By how many words a language must be ahead of every other one. */
const LEAD = 2

const isDrafted = (language: string): language is Language => Object.hasOwn(PHRASES, language)

/** The language of a text by its small words; English if in doubt, or if there is no draft in that language. */
const languageOf = (tokens: readonly string[]): Language => {
  const [best, second] = LANGUAGES.map((language) => {
    const small: ReadonlySet<string> = new Set(SMALL_WORDS[language].split(' '))
    return { language, hits: tokens.filter((token) => small.has(token)).length }
  }).toSorted((one, other) => other.hits - one.hits)
  const isClear = best !== undefined && second !== undefined && best.hits - second.hits >= LEAD
  return isClear && isDrafted(best.language) ? best.language : 'en'
}

interface Phrases {
  readonly received: string
  readonly next: string
  readonly ask: Readonly<Record<Category, string>>
}

const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    received: 'Hello, thank you for your message. We have received it.',
    next: 'One of us will look at it and write to you here.',
    ask: {
      billing: 'If you have the invoice or order number at hand, it helps us to find the payment.',
      technical: 'If you can, tell us the exact error message, since when it happens, and on which device.',
      account: 'Please never send us a password or a code.',
      general: '',
    },
  },
  de: {
    received: 'Guten Tag, vielen Dank für Ihre Nachricht. Sie ist bei uns angekommen.',
    next: 'Jemand aus unserem Team sieht sie sich an und schreibt Ihnen hier.',
    ask: {
      billing: 'Wenn Sie die Rechnungs- oder Bestellnummer zur Hand haben, hilft sie uns, die Zahlung zu finden.',
      technical: 'Wenn möglich, nennen Sie uns die genaue Fehlermeldung, seit wann es auftritt und auf welchem Gerät.',
      account: 'Bitte senden Sie uns niemals ein Passwort oder einen Code.',
      general: '',
    },
  },
  es: {
    received: 'Hola, gracias por su mensaje. Lo hemos recibido.',
    next: 'Alguien de nuestro equipo lo revisará y le escribirá aquí.',
    ask: {
      billing: 'Si tiene a mano el número de factura o de pedido, nos ayuda a encontrar el pago.',
      technical: 'Si puede, indíquenos el mensaje de error exacto, desde cuándo ocurre y en qué dispositivo.',
      account: 'No nos envíe nunca una contraseña ni un código.',
      general: '',
    },
  },
  fr: {
    received: 'Bonjour, merci pour votre message. Nous l’avons bien reçu.',
    next: 'Une personne de notre équipe va l’examiner et vous écrira ici.',
    ask: {
      billing: 'Si vous avez le numéro de facture ou de commande, il nous aide à retrouver le paiement.',
      technical: 'Si possible, indiquez-nous le message d’erreur exact, depuis quand et sur quel appareil.',
      account: 'Ne nous envoyez jamais de mot de passe ni de code.',
      general: '',
    },
  },
}

/**
 * A first reply that says only what is certain: that the message has arrived, and what would help. It quotes nothing
 * from the ticket and promises nothing, so that no ticket can put words into it.
 *
 * @param tokens the ticket's words as `words` gives them; they decide the language
 */
export const draftReply = (tokens: readonly string[], category: Category): string => {
  const { received, next, ask } = PHRASES[languageOf(tokens)]
  return [received, next, ask[category]].filter(Boolean).join(' ')
}
