import { insightRoutes } from '../contracts/routes/insight.ts'
import { approveMerge } from './insight/approve-merge.ts'
import { checkMerges } from './insight/check-merges.ts'
import { comparePolicies } from './insight/compare-policies.ts'
import { exportAudit } from './insight/export-audit.ts'
import { getFairness } from './insight/get-fairness.ts'
import { getForecast } from './insight/get-forecast.ts'
import { getScoreboard } from './insight/get-scoreboard.ts'
import { getStatistics } from './insight/get-statistics.ts'
import { listAudit } from './insight/list-audit.ts'
import { listMerges } from './insight/list-merges.ts'
import { listTriageModels } from './insight/list-triage-models.ts'
import { rejectMerge } from './insight/reject-merge.ts'
import { rollbackTriageModel } from './insight/rollback-triage-model.ts'
import { undoMerge } from './insight/undo-merge.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(insightRoutes, {
  getStatistics,
  listAudit,
  exportAudit,
  getFairness,
  getForecast,
  listMerges,
  checkMerges,
  approveMerge,
  rejectMerge,
  undoMerge,
  comparePolicies,
  getScoreboard,
  listTriageModels,
  rollbackTriageModel,
})
