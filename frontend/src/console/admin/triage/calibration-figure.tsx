import type { ScoreboardRow } from '../../../../../functions/contracts/insight.ts'
import { ChartFigure } from '../../../design/charts/figure.tsx'
import { BarChart } from '../../../design/charts/lazy-charts.ts'
import { BAR_ROW_HEIGHT } from '../../../design/charts/series.ts'
import { EmptyState } from '../../../design/notice.tsx'
import { numeric, Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { binsOf, calibrationGap } from './calibration.ts'

/** Shows whether the model is right as often as its confidence says. */
export const CalibrationFigure = ({ rows }: { readonly rows: readonly ScoreboardRow[] }) => {
  const { format } = useWords()
  const { triage: text } = useAdminText()
  const bins = binsOf(rows)
  if (bins.length === 0) return <EmptyState title={text.noCalibration} />
  const summary = text.calibrated(format.percent(calibrationGap(bins)))
  const named = bins.map((bin) => ({ ...bin, name: text.sure(format.percent(bin.from), format.percent(bin.to)) }))
  return (
    <ChartFigure
      height={bins.length * BAR_ROW_HEIGHT}
      chart={
        <BarChart
          label={`${text.calibration}. ${summary}`}
          bars={named.map(({ name, precision }) => ({ key: name, name, count: precision, tone: 'machine' }))}
          format={format.percent}
        />
      }
      summary={summary}
      table={
        <Table
          label={text.calibration}
          columns={[text.confidence, numeric(text.scoreTable.suggested), numeric(text.scoreTable.precision)]}
          rows={named.map(({ name, count, precision }) => ({
            key: name,
            cells: [name, format.number(count), format.percent(precision)],
          }))}
        />
      }
    />
  )
}
