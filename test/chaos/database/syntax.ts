/**
 * Parses the product's expressions into trees.
 *
 * Supports only what `functions/` uses; anything else is refused rather than ignored.
 */

/** A path in a row: names, or `#placeholders` for names. */
export type Path = readonly string[]

export type Operand = { readonly path: Path } | { readonly value: string }

export type Comparator = '=' | '<' | '<=' | '>' | '>='

export type Condition =
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly from: Operand; readonly to: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly among: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: Path; readonly wanted: boolean }
  | { readonly kind: 'type'; readonly path: Path; readonly type: Operand }
  | { readonly kind: 'prefix'; readonly of: Operand; readonly prefix: Operand }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'both' | 'either'; readonly left: Condition; readonly right: Condition }

/** The value that is set: an operand, an operand unless the row has the attribute, or a sum. */
export type Term = Operand | { readonly unlessThere: Path; readonly otherwise: Operand }

export type Action =
  | { readonly kind: 'set'; readonly path: Path; readonly terms: readonly Term[] }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'add'; readonly path: Path; readonly value: string }

const TOKEN = /\s*(<=|>=|[=<>(),.+]|[#:]?[A-Za-z_][A-Za-z0-9_]*|[#:][A-Za-z0-9_]+|$)/y

const tokensOf = (text: string): readonly string[] => {
  const tokens: string[] = []
  const token = new RegExp(TOKEN)
  while (token.lastIndex < text.length) {
    const found = token.exec(text)?.[1]
    if (found === undefined) throw new Error(`the model cannot read this expression: ${text}`)
    if (found === '') break
    tokens.push(found)
  }
  return tokens
}

/** Reads a text token by token. */
class Reader {
  readonly #text: string
  readonly #tokens: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  isAtEnd(): boolean {
    return this.#at === this.#tokens.length
  }

  /** Consumes the next token if it is this one, ignoring case. @returns whether it was */
  takes(token: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== token) return false
    this.#at += 1
    return true
  }

  expect(token: string): void {
    if (!this.takes(token)) this.refuse()
  }

  next(): string {
    const token = this.#tokens[this.#at]
    if (token === undefined) return this.refuse()
    this.#at += 1
    return token
  }

  /** The next token, without consuming it. */
  peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  refuse(): never {
    throw new Error(`the model does not know this expression, from "${this.peek() ?? 'its end'}" on: ${this.#text}`)
  }
}

const pathOf = (reader: Reader): Path => {
  const path: string[] = []
  do {
    const name = reader.next()
    if (!/^[#A-Za-z_]/.test(name)) reader.refuse()
    path.push(name)
  } while (reader.takes('.'))
  return path
}

const operandOf = (reader: Reader): Operand =>
  reader.peek()?.startsWith(':') ? { value: reader.next() } : { path: pathOf(reader) }

const valueNameOf = (reader: Reader): string => {
  const value = reader.next()
  return value.startsWith(':') ? value : reader.refuse()
}

const listOf = <Member>(reader: Reader, member: () => Member): Member[] => {
  const members = [member()]
  while (reader.takes(',')) members.push(member())
  return members
}

const inBrackets = <Inside>(reader: Reader, inside: () => Inside): Inside => {
  reader.expect('(')
  const found = inside()
  reader.expect(')')
  return found
}

const functionOf = (reader: Reader): Condition | undefined => {
  if (reader.takes('ATTRIBUTE_EXISTS'))
    return { kind: 'exists', path: inBrackets(reader, () => pathOf(reader)), wanted: true }
  if (reader.takes('ATTRIBUTE_NOT_EXISTS'))
    return { kind: 'exists', path: inBrackets(reader, () => pathOf(reader)), wanted: false }
  if (reader.takes('ATTRIBUTE_TYPE'))
    return inBrackets(reader, () => {
      const path = pathOf(reader)
      reader.expect(',')
      return { kind: 'type', path, type: operandOf(reader) }
    })
  if (reader.takes('BEGINS_WITH'))
    return inBrackets(reader, () => {
      const of = operandOf(reader)
      reader.expect(',')
      return { kind: 'prefix', of, prefix: operandOf(reader) }
    })
  return undefined
}

const COMPARATORS: readonly Comparator[] = ['=', '<', '<=', '>', '>=']

const comparisonOf = (reader: Reader): Condition => {
  const left = operandOf(reader)
  if (reader.takes('BETWEEN')) {
    const from = operandOf(reader)
    reader.expect('AND')
    return { kind: 'between', of: left, from, to: operandOf(reader) }
  }
  if (reader.takes('IN'))
    return { kind: 'in', of: left, among: inBrackets(reader, () => listOf(reader, () => operandOf(reader))) }
  const comparator = COMPARATORS.find((one) => reader.takes(one)) ?? reader.refuse()
  return { kind: 'compare', comparator, left, right: operandOf(reader) }
}

const negationOf = (reader: Reader): Condition => {
  if (reader.takes('NOT')) return { kind: 'not', condition: negationOf(reader) }
  if (reader.peek() === '(') return inBrackets(reader, () => disjunctionOf(reader))
  return functionOf(reader) ?? comparisonOf(reader)
}

const conjunctionOf = (reader: Reader): Condition => {
  let left = negationOf(reader)
  while (reader.takes('AND')) left = { kind: 'both', left, right: negationOf(reader) }
  return left
}

const disjunctionOf = (reader: Reader): Condition => {
  let left = conjunctionOf(reader)
  while (reader.takes('OR')) left = { kind: 'either', left, right: conjunctionOf(reader) }
  return left
}

const whole = <Tree>(text: string, read: (reader: Reader) => Tree): Tree => {
  const reader = new Reader(text)
  const tree = read(reader)
  if (!reader.isAtEnd()) reader.refuse()
  return tree
}

/** Parses a condition, a filter or a key condition. */
export const parseCondition = (text: string): Condition => whole(text, disjunctionOf)

const termOf = (reader: Reader): Term => {
  if (!reader.takes('IF_NOT_EXISTS')) return operandOf(reader)
  return inBrackets(reader, () => {
    const unlessThere = pathOf(reader)
    reader.expect(',')
    return { unlessThere, otherwise: operandOf(reader) }
  })
}

const settingOf = (reader: Reader): Action => {
  const path = pathOf(reader)
  reader.expect('=')
  const first = termOf(reader)
  return { kind: 'set', path, terms: reader.takes('+') ? [first, termOf(reader)] : [first] }
}

/** Parses an update. */
export const parseUpdate = (text: string): readonly Action[] =>
  whole(text, (reader) => {
    const actions: Action[] = []
    while (!reader.isAtEnd()) {
      if (reader.takes('SET')) actions.push(...listOf(reader, () => settingOf(reader)))
      else if (reader.takes('REMOVE'))
        actions.push(...listOf(reader, (): Action => ({ kind: 'remove', path: pathOf(reader) })))
      else if (reader.takes('ADD'))
        actions.push(
          ...listOf(reader, (): Action => ({ kind: 'add', path: pathOf(reader), value: valueNameOf(reader) })),
        )
      else reader.refuse()
    }
    return actions
  })

/** Parses a projection. */
export const parseProjection = (text: string): readonly Path[] =>
  whole(text, (reader) => listOf(reader, () => pathOf(reader)))

/** The `#names` and `:values` in an expression. */
export const placeholdersIn = (text: string): readonly string[] => text.match(/[#:][A-Za-z0-9_]+/g) ?? []
