import { recentCounts, startOfHour } from '../../domain/volume-forecast/series.ts'
import { departmentById, listDepartments } from '../../stores/departments.ts'
import { findForecast, listPastHours } from '../../stores/forecasts.ts'
import { readVolume } from '../../stores/volume.ts'
import { accuracyOfPast, departmentScope, forecastScope } from '../../use-cases/volume-forecasts.ts'
import { route } from '../pipeline/http.ts'

const WEEK_HOURS = 168

/** This hour's forecast as it was published, or a new one if there is none or it is shorter than `horizon`. */
const nextHours = async (departmentId: string, horizon: number, now: Date) => {
  const department = await departmentById(departmentId)
  const published = await findForecast(departmentId)
  const hour = new Date(startOfHour(now.getTime(), department.time_zone)).toISOString()
  if (published?.hour === hour && published.forecast.length >= horizon) {
    const { generated_at, model, stage, forecast, staffing } = published
    const accuracy = accuracyOfPast(await listPastHours(departmentId, now))
    return {
      generated_at,
      model,
      stage,
      forecast: forecast.slice(0, horizon),
      staffing: staffing.slice(0, horizon),
      accuracy,
    }
  }
  const departments = await listDepartments()
  const made = await forecastScope(departmentScope(department), departments.length, horizon, now)
  const { model, stage, forecast, staffing, accuracy } = made
  return { generated_at: now.toISOString(), model, stage, forecast: [...forecast], staffing: [...staffing], accuracy }
}

/** A department's last and next hours, how many people these need, and how good the forecasts have been. */
export const getForecast = route('getForecast', async ({ query: { department_id, history_hours, horizon } }) => {
  const now = new Date()
  const { time_zone } = await departmentById(department_id)
  const [next, volume] = await Promise.all([
    nextHours(department_id, horizon, now),
    readVolume(department_id, Math.ceil(history_hours / WEEK_HOURS), now),
  ])
  const { mase, coverage_80, coverage_95, hours_scored } = next.accuracy
  return {
    ...next,
    department_id,
    history: [...recentCounts(volume, time_zone, history_hours, now)],
    accuracy: { mase, coverage_80, coverage_95, hours_scored },
  }
})
