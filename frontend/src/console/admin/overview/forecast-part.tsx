import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Forecast } from '../../../../../functions/contracts/insight.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { ChartFigure } from '../../../design/charts/figure.tsx'
import { LineChart } from '../../../design/charts/lazy-charts.ts'
import { LINE_CHART_HEIGHT } from '../../../design/charts/series.ts'
import { Choice } from '../../../design/choice.tsx'
import { EmptyState } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { numeric, Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part } from '../../screen.tsx'
import { useDepartments } from '../../use-departments.ts'
import { busiestHour, firstShortage } from './forecast-reading.ts'
import styles from './overview.module.css'

const HISTORY_HOURS = 24
const HORIZON_HOURS = 24

/** The forecast for the next hours: a chart, a sentence, and the numbers as a table. */
export const ForecastPart = () => {
  const { overview, departments: text } = useAdminText()
  const departments = useDepartments()
  const [chosen, setChosen] = useState<string | null>(null)
  const department = chosen ?? departments.data?.[0]?.id
  return (
    <Part
      title={overview.forecast}
      id="forecast"
      actions={
        departments.isPending ? (
          <div className={styles.heldChoice} />
        ) : (
          department && (
            <Choice
              label={overview.department}
              value={department}
              options={(departments.data ?? []).map(({ id, name }) => [id, name])}
              onChoose={setChosen}
            />
          )
        )
      }
    >
      <div className={styles.forecast}>
        <QueryView query={departments} rows={4} height={60}>
          {() => (department ? <DepartmentForecast id={department} /> : <EmptyState title={text.empty} />)}
        </QueryView>
      </div>
    </Part>
  )
}

const DepartmentForecast = ({ id }: { readonly id: string }) => {
  const { overview } = useAdminText()
  const forecast = useQuery({
    queryKey: keys.forecast(id),
    queryFn: () =>
      call('getForecast', { query: { department_id: id, history_hours: HISTORY_HOURS, horizon: HORIZON_HOURS } }),
  })
  return (
    <QueryView query={forecast} rows={4} height={60}>
      {(data) =>
        data.forecast.length === 0 ? (
          <EmptyState title={overview.noForecast} />
        ) : (
          <ChartFigure
            height={LINE_CHART_HEIGHT}
            chart={<ForecastChart data={data} />}
            summary={<Reading data={data} />}
            table={<ForecastTable data={data} />}
            beside
          />
        )
      }
    </QueryView>
  )
}

const ForecastChart = ({ data }: { readonly data: Forecast }) => {
  const { format } = useWords()
  const { overview } = useAdminText()
  const history = data.history.slice(-HISTORY_HOURS)
  const last = history.at(-1)?.count ?? null
  // The forecast's line and band start where the counted line ends.
  const before = history.slice(1).map(() => null)
  const joint = [...before, last]
  const jointBand = [...before, last === null ? null : ([last, last] as const)]
  return (
    <LineChart
      label={overview.chart}
      marks={[...history, ...data.forecast].map(({ hour }) => ({ key: hour, name: format.time(hour) }))}
      series={[
        { name: overview.counted, kind: 'counted', values: history.map(({ count }) => count) },
        { name: overview.expected, kind: 'expected', values: [...joint, ...data.forecast.map(({ p50 }) => p50)] },
      ]}
      band={[...jointBand, ...data.forecast.map(({ p10, p90 }) => [p10, p90] as const)]}
      now={{ place: Math.max(0, history.length - 1), name: overview.now }}
      format={format.decimal}
    />
  )
}

const Reading = ({ data }: { readonly data: Forecast }) => {
  const { format } = useWords()
  const { overview } = useAdminText()
  const busiest = busiestHour(data)
  const shortage = firstShortage(data)
  return (
    <>
      {busiest &&
        overview.sentence(
          format.decimal(busiest.p50),
          format.time(busiest.hour),
          format.decimal(busiest.p10),
          format.decimal(busiest.p90),
        )}{' '}
      {shortage ? overview.staff(shortage.missing, format.time(shortage.hour)) : overview.enough}
    </>
  )
}

const ForecastTable = ({ data }: { readonly data: Forecast }) => {
  const { format } = useWords()
  const { overview } = useAdminText()
  const { table: column } = overview
  return (
    <Table
      label={overview.forecast}
      columns={[column.hour, ...[column.expected, column.range, column.needed, column.rostered].map(numeric)]}
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
  )
}
