const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** The check of ISO/IEC 7812: every second digit from the right doubled, the sum divisible by ten. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const value = Number(digits.charAt(digits.length - 1 - at)) * (at % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

/** Number ranges and lengths of the card schemes; an order number of 16 digits seldom fits one of them. */
const CARD_SCHEMES =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6(?:011|4[4-9]|5\d|2\d|\d{2})\d{9,16}|5[0678]\d{11,17})$/

/** Fewest digits of a card number. */
const CARD_DIGITS = 13

/** The beginning of a text up to and including its `count`th digit. */
const upToDigit = (text: string, count: number): string => {
  let left = count
  for (let at = 0; at < text.length; at += 1) {
    if (/\d/.test(text.charAt(at))) left -= 1
    if (left === 0) return text.slice(0, at + 1)
  }
  return text
}

/** What stands between two digits of a card as it is usually written: one separator, or nothing. */
const USUAL_SEPARATOR = /^[ .\n\u2010-\u2015-]?$/
/** Lengths of the groups of digits in a written card: fours, as Amex and Diners write them, or single digits. */
const CARD_GROUPS = /^(?:4,4,4,\d(?:,\d)?|4,6,[45]|1(?:,1)+)$/

/**
 * Lists of numbers and dates have commas and wider gaps, too: with such separators, only digits grouped as in a card
 * are taken for one.
 */
const isWrittenAsCard = (found: string): boolean =>
  found
    .split(/\d/)
    .slice(1, -1)
    .every((separator) => USUAL_SEPARATOR.test(separator)) ||
  CARD_GROUPS.test((found.match(/\d+/g) ?? []).map(({ length }) => length).join(','))

/** The pattern also matches digits behind a card, such as its date: this takes the longest beginning that is a card. */
export const acceptCard = (found: string): string | null => {
  const digits = digitsOf(found)
  for (let count = digits.length; count >= CARD_DIGITS; count -= 1) {
    const card = digits.slice(0, count)
    if (!CARD_SCHEMES.test(card) || !passesLuhn(card)) continue
    const beginning = upToDigit(found, count)
    if (!/\d/.test(found.charAt(beginning.length)) && isWrittenAsCard(beginning)) return beginning
  }
  return null
}

/**
 * Countries that have IBANs, registered (ISO 13616) or only in use, each with the length of its IBANs in characters.
 */
const IBAN_COUNTRIES =
  'AD24AE23AL28AO25AT20AZ28BA20BE16BF28BG22BH22BI27BJ28BR29BY28CF27CG27CH21CI28CM27CR22CV25CY28CZ24DE22DJ27DK18DO28DZ26EE20EG29ES24FI18FK18FO18FR27GA27GB22GE22GI23GL18GQ27GR27GT28GW25HN28HR21HU28IE22IL23IQ23IR26IS26IT27JO30KM27KW30KZ20LB28LC32LI21LT20LU20LV21LY25MA28MC27MD24ME22MG27MK19ML28MN20MR27MT31MU30MZ25NE28NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SN28SO23ST25SV28TD27TG28TL23TN24TR26UA29VA22VG24XK20YE30'
const IBAN_LENGTHS = new Map(
  Array.from(IBAN_COUNTRIES.matchAll(/(\D\D)(\d\d)/g), ([, country, length]) => [country, Number(length)]),
)

/** The check of ISO 13616: country and check digits to the end, letters to numbers, remainder 1 by 97. */
export const passesMod97 = (iban: string): boolean => {
  const moved = iban.slice(4) + iban.slice(0, 4)
  return [...moved.toUpperCase()].reduce((rest, sign) => Number(`${rest}${Number.parseInt(sign, 36)}`) % 97, 0) === 1
}

/**
 * The pattern also matches words behind an IBAN: this takes as many characters as the country's IBANs have, if a word
 * ends there. At least a third of them must be digits: a sentence that begins with "PS89" may pass every other check.
 */
export const acceptIban = (found: string): string | null => {
  const length = IBAN_LENGTHS.get(found.slice(0, 2).toUpperCase())
  if (length === undefined) return null
  const signs = [...found.matchAll(/[A-Z0-9]/gi)].slice(0, length)
  const iban = signs.join('')
  const end = (signs.at(-1)?.index ?? 0) + 1
  const isWhole = iban.length === length && !/[A-Z0-9]/i.test(found.charAt(end))
  return isWhole && digitsOf(iban).length * 3 >= length && passesMod97(iban) ? found.slice(0, end) : null
}
