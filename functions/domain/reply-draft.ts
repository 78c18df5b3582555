import type { Category } from '../contracts/triage.ts'

type Language = 'en' | 'de' | 'es' | 'fr'

/** Small words that give a language away. */
const SMALL_WORDS: Readonly<Record<Language, string>> = {
  en: 'the and is my i you to have for not with it can this was are please',
  de: 'der die das und ist ich nicht mein meine sie wir es ein eine bitte mit auf kann wurde haben',
  es: 'el la los que mi y es no por una con para se me en ha puedo gracias su del',
  fr: 'le la les et est je mon ma ne pas une avec pour vous sur que des du dans nous',
}
const LANGUAGES: readonly Language[] = ['en', 'de', 'es', 'fr']

/** The language of a text by its small words; English when in doubt. */
const languageOf = (tokens: readonly string[]): Language => {
  const hits = LANGUAGES.map((language) => {
    const small = new Set(SMALL_WORDS[language].split(' '))
    return tokens.filter((token) => small.has(token)).length
  })
  return LANGUAGES[hits.indexOf(Math.max(...hits))] ?? 'en'
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
 * A first reply that says only what is known: that the message is here, and what would help. It repeats nothing of the
 * ticket and promises nothing, so that no text in a ticket can put words into it.
 *
 * @param tokens the ticket's words as `words` gives them; they decide the language
 */
export const draftReply = (tokens: readonly string[], category: Category): string => {
  const { received, next, ask } = PHRASES[languageOf(tokens)]
  return [received, next, ask[category]].filter(Boolean).join(' ')
}
