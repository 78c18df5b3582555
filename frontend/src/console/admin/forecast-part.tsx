import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Forecast } from '../../../../functions/contracts/insight.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { LineChart } from '../../design/line-chart.tsx'
import { EmptyState } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { Table } from '../../design/table.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useDepartments } from '../department-loads.tsx'
import { Part } from '../screen.tsx'
import { Choice } from '../workspace/ticket-head.tsx'
import styles from './admin.module.css'
import { busiestHour, firstShortage } from './forecast-reading.ts'

const HISTORY_HOURS = 24
const HORIZON_HOURS = 24

/** What the next hours bring: a chart, its sentence, and the same numbers as a table beside it. */
export const ForecastPart = () => {
  const { overview } = useAdminText()
  const departments = useDepartments().data ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const department = chosen ?? departments[0]?.id ?? ''
  const forecast = useQuery({
    queryKey: keys.forecast(department),
    queryFn: () =>
      call('getForecast', {
        query: { department_id: department, history_hours: HISTORY_HOURS, horizon: HORIZON_HOURS },
      }),
    enabled: department !== '',
  })
  return (
    <Part
      title={overview.forecast}
      id="forecast"
      actions={
        departments.length > 0 && (
          <Choice
            label={overview.department}
            value={department}
            options={departments.map(({ id, name }) => [id, name])}
            onChoose={setChosen}
          />
        )
      }
    >
      <QueryView query={forecast} rows={4} height={60}>
        {(data) =>
          data.forecast.length === 0 ? (
            <EmptyState title={overview.noForecast} />
          ) : (
            <div className={styles.wide}>
              <div className={styles.stack}>
                <ForecastChart data={data} />
                <Reading data={data} />
              </div>
              <ForecastTable data={data} />
            </div>
          )
        }
      </QueryView>
    </Part>
  )
}

const ForecastChart = ({ data }: { readonly data: Forecast }) => {
  const { format } = useWords()
  const { overview } = useAdminText()
  const history = data.history.slice(-HISTORY_HOURS)
  const none = history.map(() => null)
  const last = history.at(-1)?.count ?? null
  // The dashed line starts where the solid one ends.
  const joint = none.map((_nothing, place) => (place === none.length - 1 ? last : null))
  return (
    <LineChart
      label={overview.chart}
      marks={[...history, ...data.forecast].map(({ hour }) => ({ key: hour, name: format.time(hour) }))}
      series={[
        { name: 'counted', kind: 'counted', values: history.map(({ count }) => count) },
        { name: 'expected', kind: 'expected', values: [...joint, ...data.forecast.map(({ p50 }) => p50)] },
      ]}
      band={[...none, ...data.forecast.map(({ p10, p90 }) => [p10, p90] as const)]}
      now={{ place: Math.max(0, history.length - 1), name: overview.now }}
    />
  )
}

const Reading = ({ data }: { readonly data: Forecast }) => {
  const { format } = useWords()
  const { overview } = useAdminText()
  const busiest = busiestHour(data)
  const shortage = firstShortage(data)
  return (
    <p>
      {busiest &&
        overview.sentence(
          format.decimal(busiest.p50),
          format.time(busiest.hour),
          format.decimal(busiest.p10),
          format.decimal(busiest.p90),
        )}{' '}
      {shortage ? overview.staff(shortage.missing, format.time(shortage.hour)) : overview.enough}
    </p>
  )
}

const ForecastTable = ({ data }: { readonly data: Forecast }) => {
  const { format } = useWords()
  const { overview } = useAdminText()
  const { table: column } = overview
  return (
    <div className={styles.tall}>
      <Table
        label={overview.forecast}
        columns={[column.hour, column.expected, column.range, column.needed, column.rostered]}
        rows={data.forecast.map(({ hour, p50, p10, p90 }) => {
          const staff = data.staffing.find((entry) => entry.hour === hour)
          return {
            key: hour,
            cells: [
              format.time(hour),
              format.decimal(p50),
              `${format.decimal(p10)}–${format.decimal(p90)}`,
              staff ? format.number(staff.agents_needed) : '–',
              staff ? format.decimal(staff.agents_rostered) : '–',
            ],
          }
        })}
      />
    </div>
  )
}
