/** A row as the document client sees it: plain values, deeply frozen, so that rows can be shared. */
export type Row = Readonly<Record<string, unknown>>

/** Whether an object is a plain object, from any realm. */
const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * A frozen copy without undefined members, as marshalling leaves it.
 *
 * @throws Error for values that the product does not store: sets, bytes, dates, functions, NaN and infinities
 */
export const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null) return Object.freeze(copied(value)) as Value
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`the model stores no ${value}`)
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    throw new Error(`the model stores no ${typeof value}`)
  return value
}

const copied = (value: object): object => {
  if (Array.isArray(value)) return value.filter((member) => member !== undefined).map(frozen)
  if (!isPlain(value)) throw new Error(`the model stores no ${value.constructor.name}`)
  const copy: Record<string, unknown> = {}
  for (const name in value) {
    const member = value[name]
    if (member !== undefined) copy[name] = frozen(member)
  }
  return copy
}

/** Whether two frozen values are equal, regardless of the order of attributes. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const [some, others] = [one as Row, other as Row]
  for (const name in some) if (!isSame(some[name], others[name])) return false
  for (const name in others) if (some[name] === undefined && others[name] !== undefined) return false
  return true
}

/** DynamoDB's name of a value's type; undefined if there is no value. */
export const typeOf = (value: unknown): 'S' | 'N' | 'BOOL' | 'NULL' | 'L' | 'M' | undefined => {
  if (value === undefined) return undefined
  if (value === null) return 'NULL'
  if (typeof value === 'string') return 'S'
  if (typeof value === 'number') return 'N'
  if (typeof value === 'boolean') return 'BOOL'
  return Array.isArray(value) ? 'L' : 'M'
}

/**
 * Order of two values of one type; only texts and numbers have one. Texts are compared by their UTF-16 units, which
 * differs from DynamoDB's bytes only beyond U+D7FF.
 *
 * @returns undefined if they cannot be compared, so that every comparison is false
 */
export const ordered = (one: unknown, other: unknown): number | undefined => {
  const areComparable =
    (typeof one === 'string' && typeof other === 'string') || (typeof one === 'number' && typeof other === 'number')
  if (!areComparable) return undefined
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** A decimal number as an integer and the power of ten that it is divided by. */
const decimal = (value: number): { readonly digits: bigint; readonly scale: number } => {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale }
}

/** A sum in decimal, as DynamoDB adds: 0.1 + 0.2 is 0.3. */
export const sum = (one: number, other: number): number => {
  const simple = one + other
  if (Number.isSafeInteger(one) && Number.isSafeInteger(other) && Number.isSafeInteger(simple)) return simple
  const [a, b] = [decimal(one), decimal(other)]
  const scale = Math.max(a.scale, b.scale)
  const digits = a.digits * 10n ** BigInt(scale - a.scale) + b.digits * 10n ** BigInt(scale - b.scale)
  return Number(`${digits}e-${scale}`)
}
