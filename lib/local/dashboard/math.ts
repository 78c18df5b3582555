/** The value of another line at the same moment; undefined if it has none. */
export type ReadTerm = (id: string) => number | undefined
/** An expression at one moment; undefined where it has no value, as in a division by zero. */
export type Formula = (read: ReadTerm) => number | undefined

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*/(),<>]))/y

const tokensOf = (expression: string): readonly string[] => {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const [match] = TOKEN.exec(expression) ?? []
    if (match === undefined) throw new Error(`this part of a metric's expression is not known: ${expression}`)
    tokens.push(match.trim())
  }
  return tokens
}

type Operator = (a: number, b: number) => number | undefined

const OPERATORS: readonly Readonly<Record<string, Operator>>[] = [
  { '<': (a, b) => Number(a < b), '>': (a, b) => Number(a > b) },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => (b === 0 ? undefined : a / b) },
]

/** A binary operation, which has a value only where both operands have one. */
const combine =
  (left: Formula, operator: Operator, right: Formula): Formula =>
  (read) => {
    const [a, b] = [left(read), right(read)]
    return a === undefined || b === undefined ? undefined : operator(a, b)
  }

const FUNCTIONS: Readonly<Record<string, (...parts: readonly Formula[]) => Formula>> = {
  FILL: (metric, filling) => (read) => metric?.(read) ?? filling?.(read),
  IF: (condition, then, otherwise) => (read) => {
    const holds = condition?.(read)
    if (holds === undefined) return undefined
    return holds !== 0 ? then?.(read) : otherwise?.(read)
  },
}

/**
 * Reads the part of CloudWatch's metric math that our dashboard uses: the four operations, comparison, `FILL` and `IF`.
 *
 * @throws Error for anything else
 */
export const readFormula = (expression: string): Formula => {
  const tokens = tokensOf(expression)
  let place = 0
  const expect = (token: string): void => {
    if (tokens[place] !== token) throw new Error(`${expression} misses ${token} before ${tokens[place] ?? 'its end'}`)
    place += 1
  }

  const argumentsOf = (name: string): readonly Formula[] => {
    expect('(')
    const parts = [level(0)]
    while (tokens[place] === ',') {
      place += 1
      parts.push(level(0))
    }
    expect(')')
    if (!FUNCTIONS[name]) throw new Error(`the function ${name} of ${expression} is not known on this machine`)
    return parts
  }

  const atom = (): Formula => {
    const token = tokens[place] ?? ''
    place += 1
    if (token === '(') {
      const inner = level(0)
      expect(')')
      return inner
    }
    if (/^\d/.test(token)) return () => Number(token)
    if (!/^[A-Za-z_]/.test(token)) throw new Error(`${expression} has ${token || 'its end'} where a value should be`)
    if (tokens[place] !== '(') return (read) => read(token)
    const parts = argumentsOf(token)
    return FUNCTIONS[token]?.(...parts) ?? (() => undefined)
  }

  /** Parses an expression of this precedence (0 binds loosest), from left to right. */
  const level = (depth: number): Formula => {
    const operators = OPERATORS[depth]
    if (!operators) return atom()
    let formula = level(depth + 1)
    for (let operator = operators[tokens[place] ?? '']; operator; operator = operators[tokens[place] ?? '']) {
      place += 1
      formula = combine(formula, operator, level(depth + 1))
    }
    return formula
  }

  const formula = level(0)
  if (place < tokens.length) throw new Error(`${expression} goes on where it should end`)
  return formula
}
