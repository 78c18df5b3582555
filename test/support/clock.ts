/** The present of the fixtures: a Monday morning. */
export const NOW = new Date('2026-03-02T10:00:00.000Z')

/** When the rules of routing and merging decide in their tests: the same Monday, two hours later. */
export const NOON = '2026-03-02T12:00:00.000Z'

/** The instant of a clock time on that Monday, such as `11:55` (UTC). */
export const todayAt = (clockTime: string): string => `2026-03-02T${clockTime}:00.000Z`
