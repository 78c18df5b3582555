import type { Forecast } from '../../../../../functions/contracts/insight.ts'

/** The hour with the most expected tickets; the earliest of several. */
export const busiestHour = ({ forecast }: Pick<Forecast, 'forecast'>) =>
  forecast.toSorted((a, b) => b.p50 - a.p50 || a.hour.localeCompare(b.hour))[0]

/** The first hour with fewer agents rostered than needed, and how many whole agents are missing. */
export const firstShortage = ({ staffing }: Pick<Forecast, 'staffing'>) => {
  const short = staffing.find(({ agents_needed, agents_rostered }) => agents_needed > agents_rostered)
  return short && { hour: short.hour, missing: Math.ceil(short.agents_needed - short.agents_rostered) }
}
