import { apiFunction } from '../platform/http.ts'
import { exportAudit } from './insight/export-audit.ts'
import { getScoreboard } from './insight/get-scoreboard.ts'
import { getStatistics } from './insight/get-statistics.ts'
import { listAudit } from './insight/list-audit.ts'
import { listTriageModels } from './insight/list-triage-models.ts'
import { rollbackTriageModel } from './insight/rollback-triage-model.ts'

export const handler = apiFunction('insight', {
  getStatistics,
  listAudit,
  exportAudit,
  getScoreboard,
  listTriageModels,
  rollbackTriageModel,
})
