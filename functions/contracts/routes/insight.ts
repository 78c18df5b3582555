import * as z from 'zod'
import { allOf, LONGEST_PERIOD_DAYS, listOf, paging, period, wholeNumber } from '../basics.ts'
import { AuditEvent, AuditQuery } from '../events.ts'
import {
  Forecast,
  ForecastQuery,
  MergePlan,
  PolicyComparison,
  PolicyLabRequest,
  ScoreboardRow,
  Statistics,
  TriageModel,
} from '../insight.ts'
import { admins, byId, csv, rowsOf, shortList } from '../route-contract.ts'
import { FairnessReport } from '../routing.ts'

const row = rowsOf('insight')

const auditQuery = z.strictObject({ ...AuditQuery, ...paging })

export const insightRoutes = {
  getStatistics: row('getStatistics', { who: admins, response: Statistics }),
  listAudit: row('listAudit', { who: admins, query: auditQuery, response: listOf(AuditEvent) }),
  exportAudit: row('exportAudit', { who: admins, query: z.strictObject(AuditQuery), ...csv }),
  getFairness: row('getFairness', {
    who: admins,
    query: z.strictObject(period),
    response: FairnessReport,
    note: `From \`from\` to \`to\` are at most ${LONGEST_PERIOD_DAYS} days; the last seven unless they are given.`,
  }),
  getForecast: row('getForecast', { who: admins, query: ForecastQuery, response: Forecast }),
  listMerges: row('listMerges', { who: admins, ...shortList(MergePlan) }),
  checkMerges: row('checkMerges', { who: admins, response: allOf(MergePlan) }),
  approveMerge: row('approveMerge', { who: admins, params: byId, response: MergePlan }),
  rejectMerge: row('rejectMerge', { who: admins, params: byId, response: MergePlan }),
  undoMerge: row('undoMerge', { who: admins, params: byId, response: MergePlan }),
  getScoreboard: row('getScoreboard', { who: admins, response: allOf(ScoreboardRow) }),
  listTriageModels: row('listTriageModels', { who: admins, ...shortList(TriageModel) }),
  rollbackTriageModel: row('rollbackTriageModel', {
    who: admins,
    params: z.strictObject({ version: wholeNumber(1) }),
    response: TriageModel,
  }),
  comparePolicies: row('comparePolicies', {
    who: admins,
    body: PolicyLabRequest,
    response: PolicyComparison,
    note: `From \`from\` to \`to\` are at most ${LONGEST_PERIOD_DAYS} days.`,
  }),
}
