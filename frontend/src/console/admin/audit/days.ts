/** The moment at which a form's day, such as `2026-03-29`, begins in this device's time zone; undefined if empty. */
export const startOf = (day: string): string | undefined =>
  day ? new Date(`${day}T00:00:00`).toISOString() : undefined

/** The last millisecond of a form's day in this device's time zone; a day has 23, 24 or 25 hours. */
export const endOf = (day: string): string | undefined => {
  if (!day) return undefined
  const next = new Date(`${day}T00:00:00`)
  next.setDate(next.getDate() + 1)
  return new Date(next.getTime() - 1).toISOString()
}
