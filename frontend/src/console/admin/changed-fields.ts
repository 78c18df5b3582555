import { isSame } from '../same.ts'

/**
 * The fields of a form that differ from its initial values. Others must not be sent: somebody else may have changed
 * them since.
 */
export function changedFields<Fields extends object>(form: Fields, filledWith: NoInfer<Fields>): Partial<Fields>
export function changedFields(form: object, filledWith: object): object {
  return Object.fromEntries(
    Object.entries(form).filter(([field, value]) => !isSame(value, Reflect.get(filledWith, field))),
  )
}

export const isEmpty = (fields: object): boolean => Object.keys(fields).length === 0
