import { isSame } from '../same.ts'

/**
 * The fields of a form that differ from what it was filled with: the others may have been changed by somebody else
 * since, and are none of this form's business.
 */
export function changedFields<Fields extends object>(form: Fields, filledWith: NoInfer<Fields>): Partial<Fields>
export function changedFields(form: object, filledWith: object): object {
  return Object.fromEntries(
    Object.entries(form).filter(([field, value]) => !isSame(value, Reflect.get(filledWith, field))),
  )
}

export const isEmpty = (fields: object): boolean => Object.keys(fields).length === 0
