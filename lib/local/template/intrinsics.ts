import { isRecord, recordOf } from '../json-record.ts'

/** What references of a template stand for. */
export interface References {
  /** Value of a `Ref`; `NO_VALUE` for AWS::NoValue. */
  ref(name: string): unknown
  /** Value of a `Fn::GetAtt`. @param path names of the attribute, joined by dots */
  attribute(logicalId: string, path: string): unknown
}

/** Stands for AWS::NoValue while a value is being evaluated. */
export const NO_VALUE = Symbol('AWS::NoValue')

/**
 * The value with every intrinsic function replaced; AWS::NoValue removes its key or entry.
 *
 * @returns `NO_VALUE` if that is the whole value
 * @throws Error for an intrinsic function that is not emulated
 */
export const evaluate = (value: unknown, references: References): unknown => {
  if (Array.isArray(value))
    return value.map((element) => evaluate(element, references)).filter((element) => element !== NO_VALUE)
  if (!isRecord(value)) return value
  const [only, ...more] = Object.entries(value)
  if (only && more.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
    return intrinsic(...only, references)
  const entries = Object.entries(value).map(([key, member]) => [key, evaluate(member, references)] as const)
  return Object.fromEntries(entries.filter(([, member]) => member !== NO_VALUE))
}

const intrinsic = (name: string, argument: unknown, references: References): unknown => {
  const operands: readonly unknown[] = Array.isArray(argument) ? argument : []
  switch (name) {
    case 'Ref':
      return references.ref(String(argument))
    case 'Fn::GetAtt': {
      const [logicalId = '', ...path] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.')
      return references.attribute(logicalId, path.join('.'))
    }
    case 'Fn::Join':
      return list(operands[1], references).join(String(operands[0]))
    case 'Fn::Sub':
      return substitute(argument, references)
    case 'Fn::Select':
      return list(operands[1], references)[Number(evaluate(operands[0], references))]
    case 'Fn::Split':
      return String(evaluate(operands[1], references)).split(String(operands[0]))
    default:
      throw new Error(`the local host does not know the intrinsic function ${name}`)
  }
}

const list = (value: unknown, references: References): readonly unknown[] => {
  const evaluated = evaluate(value, references)
  if (!Array.isArray(evaluated)) throw new Error(`expected a list in the template: ${JSON.stringify(value)}`)
  return evaluated
}

const substitute = (argument: unknown, references: References): string => {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}]
  return String(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`
    const own = recordOf(variables)[name]
    if (own !== undefined) return String(evaluate(own, references))
    const [logicalId = '', ...path] = name.split('.')
    return String(path.length > 0 ? references.attribute(logicalId, path.join('.')) : references.ref(name))
  })
}
