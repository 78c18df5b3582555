/** When the rules of routing and merging are asked. */
export const NOON = '2026-03-02T12:00:00.000Z'

/** A moment of that day, by a clock of hours and minutes. */
export const at = (clock: string): string => `2026-03-02T${clock}:00.000Z`
