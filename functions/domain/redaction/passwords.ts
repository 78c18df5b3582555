/** Words after "password is" that describe the password and are not the password itself. */
const TALK =
  /^(?:a|abgelaufen|already|also|always|an|and|are|asked|at|being|bitte|bloqueada|bloqué|but|caducad\w*|can|correcta|correcto|correct|das|de|der|die|does|ein|eine|el|empty|en|es|est|et|expir\w*|falsch|for|forgot|forgotten|from|gesperrt|in|incorrecta|correcto|correct|incorrecto|invalid\w*|ist|it|its|kaputt|la|le|locked|lost|missing|mon|muy|my|needed|never|new|nicht|no|non|not|nothing|now|oder|of|ok|okay|old|on|or|out|pas|please|por|que|rejected|required|reset|right|same|secure|sent|so|still|strong|su|sure|that|the|this|to|too|trop|tu|un|una|unbekannt|und|une|ungueltig|ungültig|unknown|valid\w*|vergessen|very|weak|weg|what|when|why|with|wrong|y|your|zu|\p{L}+(?:ed|ing|ly|able|ible|ado|ada|é|ée|és)|(?:ab|an|ein|zurück)?(?:ge|ver|be|er)\p{L}+(?:t|en))$/iu

/** A word for a password, in several languages; the source of a pattern. */
export const PASSWORD_WORD =
  "pass\\s?words?|pass\\s?phrase|passwd|pwd|pass\\s?code|pw|passwort|kennwort|pass|contraseñas?|contrasena|clave(?: de acceso)?|mot de passe|mdp|senha|wachtwoord|parola d[’']ordine|has[łl]o(?: to)?|lösenord|adgangskode|пароль|şifre|パスワード|密码|비밀번호|كلمة المرور"
const BARE = new RegExp(`(?:${PASSWORD_WORD})\\s["'“‘„«»\`]?$`, 'iu')
/** Passes that are tickets, such as a season pass, and "palabra clave", which is a keyword. */
const NO_PASSWORD =
  /(?<!\p{L})(?:(?:season|boarding|annual|monthly|day|travel|rail|ski|guest|visitor|press) pass|palabra clave)\s\S$/iu
/** The writer's own password: what follows is no message about one, whatever its words. */
const OWN = new RegExp(
  `(?<!\\p{L})(?:my|our|mein\\p{L}*|unser\\p{L}*|mi|nuestra|mon|notre|minha|mijn|(?:i|we) (?:used?|set|chose|typed|entered)(?: the| as)?|(?:ich|wir) (?:be)?nutzen?(?: das)?)\\s(?:new |old |current |neu\\p{L}* |alt\\p{L}* )?(?:${PASSWORD_WORD})\\s\\S$`,
  'iu',
)
/** A label of a button or link: reset password "link has been sent". */
const LABEL = new RegExp(`(?<!\\p{L})(?:button|link|forgot|reset):?\\s(?:${PASSWORD_WORD})\\s\\S$`, 'iu')
/**
 * As in: the page says password "must have 8 characters". Plain words in quotes after the word that are a message about
 * the password, not a passphrase.
 */
const MESSAGE =
  /^\s?(?:(?:\p{L}+ ){0,2}pass\p{L}+ )?(?:(?:must|should|cannot|can[’']t|may|needs?|muss|darf|sollte|braucht|doit|debe) (?:.{0,60} )?(?:not|be|have|contain|include|match|differ|use|start|enthalten|haben|sein|nicht|sich|contenir|avoir|être|contener|tener|ser|\d+)(?!\p{L})|(?:is|was|has|ist|wurde|hat) (?!(?:i|we|you|he|she|it|this|that|there|the|an?|any\p{L}*|ich|wir|es|das|der|die|eine?)(?!\p{L}))|(?:too|zu|trop) (?:short|long|weak|common|kurz|lang|schwach|court))|(?<!\p{L})(?:(?:at least|mindestens|au moins|al menos) (?:\d|an? |one |two |eine? |une? )|(?:\d+|six|eight|ten|twelve|sechs|acht|zehn|zwölf) (?:\p{L}+ ){0,2}(?:characters|zeichen|caract[eè]re)|(?:not|n[’']t|nicht|pas) (?:match|valid|correct|accept|allow|korrekt|gültig)|stimmt nicht|(?:required|inv[aá]lid|incorrect|wrong|expir|falsch|ungültig|abgelaufen|caducad|zurücksetzen|vergessen)\p{L}*(?=\P{L}*$|[.,;:!]| (?:or|and|oder|und|please|bitte|pass|user)))/iu
/** A word that can only be a password: letters with digits or signs among them. */
const CHOSEN_WORD = /(?<!\S)(?=\S*\p{L})\S*(?:\d|[\p{S}!#%&*@\\?_](?=\S))/u

/** Whether words in quotes after the bare word for a password are no password. */
const isMessage = (found: string, before: string): boolean =>
  !CHOSEN_WORD.test(found) &&
  !OWN.test(before) &&
  (NO_PASSWORD.test(before) || (/\s/.test(found) && (LABEL.test(before) || MESSAGE.test(found))))

/** The source of a pattern for anything between quotes: a passphrase has spaces, and may end with a full stop. */
export const QUOTED =
  '(?<=["“„«»`])[^\\n"“”„«»`]{3,200}(?=["“”«»`])|(?<=[\'‘])[^\\n\'‘’]{3,200}(?=[\'’](?![\\p{L}\\d]))'

/**
 * The password in what follows a word for one; null if it is something else that people write there.
 *
 * @param before the text before it, which ends with that word
 * @param after the text behind it
 */
export const acceptPassword = (found: string, before: string, after: string): string | null => {
  const isBare = BARE.test(before)
  if (/["'“‘„«»`]$/u.test(before) && /^["'“”’«»`]/u.test(after)) {
    return isBare && isMessage(found, before) ? null : found
  }
  const value = found.replace(/[.,;:?)\]}"'”’»]+$/u, '')
  if (value.length < 3) return null
  if (/["'“‘„«`]$/u.test(before)) return value
  const isMarked = /[:=]\s*$/.test(before)
  // "password hunter2 fails": with nothing in between, only a mixture of letters and digits is certainly one.
  if (isBare) return /\p{L}/u.test(value) && /\d/.test(value) ? value : null
  const looksChosen = /[\d\p{S}!#%&*@\\/?_-]/u.test(value) || /\p{Ll}\p{Lu}/u.test(value)
  if (looksChosen) return value
  if (TALK.test(value)) return null
  return isMarked || /^\s*(?:$|[.,;!?\n)]|(?:and|but|und|aber|y|pero|et|mais)\b)/i.test(after) ? value : null
}
