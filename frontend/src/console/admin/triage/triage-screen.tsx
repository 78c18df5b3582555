import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { Part, Screen } from '../../screen.tsx'
import styles from '../admin.module.css'
import { CalibrationFigure } from './calibration-figure.tsx'
import { ScoreboardTable } from './scoreboard.tsx'
import { TriageModels } from './triage-models.tsx'

/** How good the model's suggestions are, how well calibrated its confidence is, and which version is in use. */
export const TriageScreen = () => {
  const { nav } = useDeskText()
  const { triage: text } = useAdminText()
  const scores = useQuery({ queryKey: keys.scoreboard, queryFn: () => call('getScoreboard') })
  return (
    <Screen title={nav.triage}>
      <Part title={text.scoreboard} id="scoreboard">
        <QueryView query={scores} rows={8}>
          {({ items }) => <ScoreboardTable rows={items} />}
        </QueryView>
      </Part>
      {/* Not before it is known how much stands above. */}
      {!scores.isPending && (
        <div className={styles.columns}>
          <Part title={text.calibration} id="calibration">
            <QueryView query={scores}>{({ items }) => <CalibrationFigure rows={items} />}</QueryView>
          </Part>
          <Part title={text.models} id="models">
            <TriageModels />
          </Part>
        </div>
      )}
    </Screen>
  )
}
