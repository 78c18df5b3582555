/**
 * A setting that the stack gives this function.
 *
 * @throws Error if it is missing or empty: a fault of the deployment, not of the caller
 */
export const setting = (name: string): string => {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`the setting ${name} is missing`)
  return value
}

/** A setting that the stack may leave out; undefined if it is missing or empty. */
export const optionalSetting = (name: string): string | undefined => process.env[name] || undefined

/** A setting that is a number. @throws Error if it is missing or not a finite number */
export const numericSetting = (name: string): number => {
  const value = Number(setting(name))
  if (!Number.isFinite(value)) throw new Error(`the setting ${name} is not a number: ${process.env[name]}`)
  return value
}
