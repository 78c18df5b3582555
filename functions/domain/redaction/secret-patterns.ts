import { acceptPassword, PASSWORD_WORD, QUOTED } from './passwords.ts'
import { acceptCard, acceptIban } from './payment-numbers.ts'

/** A stretch of text that must not leave the system; `end` is exclusive. */
export interface Secret {
  readonly kind: 'KEY' | 'TOKEN' | 'PASSWORD' | 'EMAIL' | 'IBAN' | 'CARD' | 'ID' | 'PHONE' | 'ADDRESS' | 'DATE'
  readonly start: number
  readonly end: number
}

interface Pattern {
  readonly kind: Secret['kind']
  /** Global; if it has a group named `secret`, only that group is taken. */
  readonly pattern: RegExp
  /** Decides on a match, and may shorten it; null keeps the text as it is. */
  readonly accept?: (found: string, before: string, after: string) => string | null
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

const IS =
  "(?:\\s(?:i|we)\\s\\p{L}{1,12}){0,1}(?:\\s{1,3}(?:for|für|para|pour|of|von|de|to|zu)(?:\\s[^\\s:=]{1,40}){1,3}?){0,1}\\s{0,3}(?:[:=：]|(?<!\\p{L})(?:is|was|ist|war|lautet|lautete|es|era|c[’']est|est|était|é|è|jest)(?!\\p{L})\\s{0,2}:?|は|是|—|->|=>)\\s{0,3}"

const acceptToken = (found: string): string | null => {
  const value = found.replace(/[.,;:?!)\]}]+$/, '')
  return value.length >= 8 && /\d/.test(value) ? value : null
}

const COOKIE = '[\\w.-]{1,64}=(?:"[^\\s;"]{0,4096}"|[^\\s;"\']{0,4096})'

/** Attributes that a server gives a cookie. */
const COOKIE_ATTRIBUTE = /(?<=; ?)(?:path|domain|max-age|samesite|expires)=[^;]*/gi

/**
 * Takes cookies with a long value: shorter ones are settings, such as a language, unless they mix letters and digits or
 * their name is that of a session.
 */
const acceptCookies = (found: string): string | null =>
  /=(?:[^;]{8}|(?=[^;]*\d)(?=[^;]*[a-z])(?:[^;]{6}|(?<=(?:sess|sid|auth|token)[^;=]*=)[^;]{4}))/i.test(
    found.replace(COOKIE_ATTRIBUTE, ''),
  )
    ? found
    : null

/** Phone numbers have 7 to 15 digits (ITU-T E.164). */
const acceptPhone = (found: string, before: string): string | null => {
  const count = digitsOf(found).length
  const isReference =
    /(?:order|invoice|ticket|case|ref(?:erence)?|number of|bestell\w*|rechnung\w*|auftrag\w*|pedido|factura|commande|facture|serial|tracking|version|id|sku|isbn|imei)\b[\s:.#-]*(?:no\.?|nr\.?|number|nummer|núm\w*|numéro)?[\s:.#-]*$/i
  return count >= 7 && count <= 15 && !isReference.test(before) && !/^\d{4}-\d{2}-\d{2}/.test(found) ? found : null
}

const NAME = "\\p{Lu}[\\p{L}'’-]{0,30}"
/**
 * A name without hyphens, for where the hyphen is a separator: a pattern that could split "Aa-Aa-" in many ways would
 * try them all.
 */
const NAME_PART = "\\p{Lu}[\\p{L}'’]{0,30}"
/** Begins with a capital and a small letter, since `NW` of a postal code would otherwise be taken for a town. */
const TOWN = "\\p{Lu}\\p{Ll}[\\p{L}'’-]{0,30}"
/** Postal codes of Britain, Canada and the United States, the last two with their state or province. */
const POSTCODE =
  '(?:[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|(?:[A-Z]{2},? )?(?:\\d{5}(?:-\\d{4})?|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)|[A-Z]{2}\\b|\\d{4}\\b)'
const TAIL_EN = `(?:,? (?:[Aa]pt|[Aa]partment|[Ss]uite|[Uu]nit|[Ff]lat|[Ff]loor)\\.? ?#?\\w{1,6})?(?: (?:N|S|E|W|NE|NW|SE|SW)\\b)?(?:,\\s${TOWN}(?: ${TOWN}){0,2}(?:,? ${POSTCODE})?|,? ${POSTCODE})?`
const TAIL_EU = `(?:,?\\s(?:(?:D|F|E|A|CH|I|B|NL|L)-)?\\d{4,5}(?: ?[A-Z]{2}\\b)?\\s${TOWN}(?:[ -](?:am|an|der|sur|la|le|de|del|${TOWN})){0,3})?`

/** In order: an earlier one keeps its text from the later ones. */
const PATTERNS: readonly Pattern[] = [
  {
    kind: 'KEY',
    pattern:
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { kind: 'TOKEN', pattern: /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g },
  {
    kind: 'KEY',
    pattern:
      /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)?[-_]?[\w-]{16,}|\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b|AIza[\w-]{30,}|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|npm_\w{30,}|hf_\w{20,}|shp(?:at|ss|ca|pa)_\w{20,}|dop_v1_\w{32,}|whsec_\w{16,}|pypi-[\w-]{30,}|key-[0-9a-f]{32}|AC[0-9a-f]{32}\b|dckr_pat_[\w-]{20,}|lin_api_\w{20,}|PMAK-[\w-]{20,})/g,
  },
  { kind: 'TOKEN', pattern: /\b(?:bearer|basic)\s{1,3}(?<secret>[A-Za-z0-9._~+/-]{16,}={0,2})/gi },
  {
    kind: 'TOKEN',
    pattern: new RegExp(
      `(?:\\bcookie["']?(?:\\s{0,3},\\s{0,20}["']value["'])?\\s{0,3}[:=]|(?<!\\S)(?:-b|--cookie)[ =])\\s{0,3}["']?(?<secret>${COOKIE}(?:; ?${COOKIE})*)`,
      'gi',
    ),
    accept: acceptCookies,
  },
  { kind: 'PASSWORD', pattern: /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s:/@]{1,64}:(?<secret>[^\s/@]{1,128})@/gi },
  {
    kind: 'PASSWORD',
    pattern: new RegExp(
      `(?<![\\p{L}\\d])(?:${PASSWORD_WORD})["']?(?:${IS}|\\s)["'“‘„«»\`]?(?<secret>${QUOTED}|[^\\s"“”„«»\`]{3,64})`,
      'giu',
    ),
    accept: acceptPassword,
  },
  {
    kind: 'KEY',
    pattern:
      /(?:api[ _-]?key|api[ _-]?schlüssel|api[ _-]?token|access[ _-]?key(?:[ _-]?id)?|secret(?:[ _-]?(?:access )?key)?|client[ _-]?secret|auth[ _-]?token|access[ _-]?token|refresh[ _-]?token|token|schlüssel|clave (?:de )?api|clé (?:d[’']?)?api|jeton)["']?\s{0,3}(?:[:=]|is|ist|es|est|lautet)\s{0,3}["'`]?(?<secret>[A-Za-z0-9_\-./+=~]{8,200})/gi,
    accept: acceptToken,
  },
  {
    kind: 'KEY',
    pattern:
      /(?:api|access|secret|private|license|lizenz)[ _-]?(?:key|token|schlüssel)\s(?<secret>(?=[^\s\d]{0,60}\d)(?=[^\sA-Za-z]{0,60}[A-Za-z])[A-Za-z0-9_\-./+=~]{20,200})/gi,
    accept: acceptToken,
  },
  { kind: 'PASSWORD', pattern: /(?<!\S)(?:-u|--user)[ =][^\s:]{1,64}:(?<secret>[^\s'"]{3,128})/g },
  {
    kind: 'EMAIL',
    pattern:
      /(?<![\p{L}\d._%+-])[\p{L}\d][\p{L}\d._%+-]{0,63}\s?[[({]\s?(?:at|ät|arroba|chez)\s?[\])}]\s?[\p{L}\d-]{1,63}(?:(?:\s?[[({]\s?(?:dot|punkt|punto|point)\s?[\])}]\s?|\.)[\p{L}\d-]{1,63}){1,4}/giu,
  },
  {
    kind: 'EMAIL',
    pattern:
      /(?<![\p{L}\d._%+-])[\p{L}\d][\p{L}\d._%+'-]{0,63}@(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.){1,6}\p{L}{2,24}(?![\p{L}\d])/gu,
  },
  {
    kind: 'IBAN',
    // Looks ahead, as the pattern of cards does, so that a number does not hide another one right after it.
    pattern:
      /(?<=(?<![A-Za-z0-9])(?:IBAN)?)(?=(?<secret>[A-Z]{2}\d{2}(?:[\s._/\u2010-\u2015-]{0,3}[A-Z0-9]){11,34}))/gi,
    accept: acceptIban,
  },
  {
    kind: 'CARD',
    pattern: /(?<!\d)(?<!\d[.-])(?=(?<secret>[2-6](?:[^\p{L}\d]{0,3}\d){12,18})(?!\d))/gu,
    accept: acceptCard,
  },
  { kind: 'ID', pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g },
  {
    kind: 'ID',
    pattern:
      /\b(?:ssn|social security (?:number|no\.?)|sozialversicherungsnummer|passport (?:number|no\.?|nr\.?)|reisepass(?:nummer)?|pasaporte|passeport|dni|nie|driver'?s? licen[cs]e (?:number|no\.?)|steuer-?id(?:entifikationsnummer)?|nino?|national insurance (?:number|no\.?)|kontonummer|sort code|routing number|numéro de sécurité sociale|cpf)\s{0,3}(?:[:=#]|is|ist|lautet|es|est|número|numéro)?\s{0,3}(?<secret>(?=[A-Z0-9 .-]{0,16}\d)[A-Z0-9](?:[ .-]?[A-Z0-9]){4,19})(?![A-Za-z0-9])/gi,
    accept: (found) =>
      found.match(
        /^(?:[A-Z]{1,2} (?=\d))?(?:[A-Z0-9.-]*\d[A-Z0-9.-]*)(?: [A-Z0-9.-]*\d[A-Z0-9.-]*| [A-D](?![a-z]))*/,
      )?.[0] ?? null,
  },
  {
    kind: 'PASSWORD',
    pattern:
      /\b(?:cvv2?|cvc2?|csc|security code|prüfziffer|pin(?:\s?(?:code|number|nummer))?|code pin|otp|one[- ]time (?:code|password)|tan|(?:verification|confirmation|access|login) code|(?:bestätigungs|sicherheits|einmal|zugangs)code|code de (?:vérification|sécurité)|c[oó]digo de (?:verificaci[oó]n|seguridad)|(?<=\b(?:the|my|der|mein|el|mi|le|mon) )(?:code|c[oó]digo) (?=(?:is|ist|es|est)\s\d{4}))\s{0,3}(?:[:=]|\b(?:is|was|ist|war|lautet|es|est|era)\b)?\s{0,3}(?<secret>\d{3,8})(?![\d.,:-]*\d|\s?(?:times|mal|days|digits|x\b))/gi,
  },
  {
    kind: 'DATE',
    pattern:
      /\b(?:date of birth|birth ?date|dob|born (?:on)?|geb\.|geboren(?: am)?|geburtsdatum|fecha de nacimiento|nacid[oa] el|date de naissance|née? le)\s{0,3}(?:[:=]|is|ist|es|est)?\s{0,3}(?<secret>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})/gi,
  },
  {
    kind: 'PHONE',
    pattern: /(?<![\w+])(?<!\d )(?:\+|\b00 ?)[1-9]\d{0,2}(?:[ ./-]{0,2}\(?\d{1,5}\)?){2,7}(?!\d)/g,
    accept: acceptPhone,
  },
  { kind: 'PHONE', pattern: /(?<![\w.-])(?:1[ .-])?\(\d{3}\) ?\d{3}[ .-]\d{4}(?![\d-])/g, accept: acceptPhone },
  {
    kind: 'PHONE',
    pattern: /(?<![\w./-])(?:1[ .-])?[2-9]\d{2}([ .-])\d{3}\1\d{4}(?![\w-])/g,
    accept: acceptPhone,
  },
  { kind: 'PHONE', pattern: /(?<![\w./-])0[1-9](?:[ .]\d{2}){4}(?![\d-])/g, accept: acceptPhone },
  {
    kind: 'PHONE',
    pattern: /(?<![\w./-])(?<!\d )\(?0[1-9]\d{1,4}\)?[ /-]\d{3,8}(?:[ -]\d{2,6}){0,3}(?![\w-])/g,
    accept: acceptPhone,
  },
  {
    kind: 'PHONE',
    pattern:
      /(?:\b(?:phone|tel|telephone|mobile|cell|cellphone|call me (?:back )?(?:at|on|under)|reach me (?:at|on)|text me (?:at|on)|whatsapp|fax|ll[aá]m[ae]n?me al?|appelez[- ]moi au|joignable au|chiamatemi al|chiamami al|erreichbar unter|(?:mein|meine|my|mi|il mio|mon|o meu) (?:number|nummer|n[uú]mero)|handy|handynummer|mobilnummer|telefon|telefonnummer|rufnummer|rückruf|móvil|celular|portable)|\b(?:tel[eé]fono|tel[eé]fone|téléphone|numéro))(?:\s(?:number|no|nummer|es|is|ist|est|unter|auf|al|au)\b|\s[èé])*[\s.:=#]{0,4}(?:(?:is|ist|es|est|at|on)\s)?(?<secret>\(?\d(?:[ ()./-]{0,2}\d){6,14})(?!\d)/gi,
    accept: acceptPhone,
  },
  {
    kind: 'ADDRESS',
    pattern: new RegExp(
      `(?<![\\w-])\\d{1,5}[A-Za-z]?,? (?:(?:N|S|E|W|North|South|East|West)\\.? )?(?:${NAME} |\\d{1,3}(?:st|nd|rd|th) ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Square|Sq|Place|Pl|Terrace|Close|Crescent|Parkway|Pkwy|Highway|Hwy|Gardens|Grove|Hill|Row|Mews)\\b\\.?${TAIL_EN}`,
      'gu',
    ),
  },
  {
    kind: 'ADDRESS',
    pattern: new RegExp(
      `(?<![\\p{L}])(?:${NAME_PART}[ -]){0,6}(?:\\p{Lu}\\p{L}{1,30}(?:straße|strasse|str\\.|weg|allee|platz|gasse|ufer|damm|ring|straat|laan|plein)|(?:Straße|Strasse|Str\\.|Weg|Allee|Platz|Gasse|Ufer|Damm|Ring)(?: (?:des|der|am|im) ${NAME}(?: ${NAME})?)?) \\d{1,4}(?: ?[a-zA-Z](?![\\p{L}]))?${TAIL_EU}`,
      'gu',
    ),
  },
  {
    kind: 'ADDRESS',
    // Streets named by a place, "Am Alten Markt 3": only with a postal code behind it, since much else begins so.
    pattern: new RegExp(
      `(?<![\\p{L}])(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur) ${NAME}(?: ${NAME})? \\d{1,4}(?: ?[a-zA-Z](?![\\p{L}]))?,? (?:D-)?\\d{5} ${TOWN}(?: (?:am|an der) ${TOWN})?`,
      'gu',
    ),
  },
  {
    kind: 'ADDRESS',
    pattern: new RegExp(
      `(?<![\\w-])\\d{1,4}(?: ?(?:bis|ter))?,? (?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Ii]mpasse|[Qq]uai|[Rr]oute|[Cc]ours)(?: (?:des|du|de|la|les|le|sur|et)(?= )| (?:[ld]['’])?${NAME}){1,6}${TAIL_EU}`,
      'gu',
    ),
  },
  {
    kind: 'ADDRESS',
    pattern: new RegExp(
      `(?<![\\p{L}])(?:[Cc]alle|C\\/|[Aa]venida|Avda\\.|Av\\.|[Pp]laza|[Pp]aseo|[Cc]arrera|[Vv]ia|[Pp]iazza|[Rr]ua|[Cc]orso)(?: (?:del|de|las|la|los|el|da|do|dei|di)(?= )| ${NAME}){1,6},? (?:n[.º°]? ?)?\\d{1,4}(?: ?[A-Za-z](?![\\p{L}]))?${TAIL_EU}`,
      'gu',
    ),
  },
]

/** Arabic and Devanagari digits as ASCII, one for one, so that positions stay the same. */
const asciiDigits = (text: string): string =>
  text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u0966-\u096f]/g, (digit) => String(digit.charCodeAt(0) - 0x966))

/**
 * Where the group `secret` begins in a match: at its last occurrence, since the group is at the end of the match, or in
 * the lookahead of an empty one.
 */
const spanOf = (match: RegExpExecArray): { found: string; start: number } => {
  const secret = match.groups?.secret
  return secret === undefined
    ? { found: match[0], start: match.index }
    : { found: secret, start: match.index + Math.max(0, match[0].lastIndexOf(secret)) }
}

/** How far around a match a rule may look. */
const SURROUNDING_CHARACTERS = 60

const secretsOf = ({ kind, pattern, accept }: Pattern, text: string): Secret[] =>
  [...text.matchAll(pattern)].flatMap((match) => {
    const { found, start } = spanOf(match)
    const before = text.slice(Math.max(0, start - SURROUNDING_CHARACTERS), start)
    const after = text.slice(start + found.length, start + found.length + SURROUNDING_CHARACTERS)
    const taken = accept ? accept(found, before, after) : found
    return taken ? [{ kind, start, end: start + taken.length }] : []
  })

/**
 * What must not leave the system, in the order of the text and without overlaps.
 *
 * @param text normalised text (see `normaliseText`)
 */
export const findSecrets = (text: string): readonly Secret[] => {
  const plain = asciiDigits(text)
  const kept: Secret[] = []
  for (const pattern of PATTERNS) {
    for (const secret of secretsOf(pattern, plain)) {
      if (kept.every(({ start, end }) => secret.end <= start || secret.start >= end)) kept.push(secret)
    }
  }
  return kept.toSorted((one, other) => one.start - other.start)
}
