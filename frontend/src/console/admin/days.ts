/** A day of a form, `2026-03-29`, as the moment at which it begins on this device; nothing for an empty field. */
export const startOf = (day: string): string | undefined =>
  day ? new Date(`${day}T00:00:00`).toISOString() : undefined

/** The last millisecond of a day of a form on this device: 23, 24 or 25 hours after its beginning. */
export const endOf = (day: string): string | undefined => {
  if (!day) return undefined
  const next = new Date(`${day}T00:00:00`)
  next.setDate(next.getDate() + 1)
  return new Date(next.getTime() - 1).toISOString()
}
