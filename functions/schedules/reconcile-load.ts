import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { AgentState } from '../contracts/people-state.ts'
import { logger, metrics } from '../platform/log.ts'
import { pause } from '../platform/pause.ts'
import { findAgent, listAgents } from '../stores/agents.ts'
import { listDepartments } from '../stores/departments.ts'
import { countCarried, repairActive } from '../stores/load-recount.ts'
import { endBrokenLeave } from '../use-cases/leaving.ts'

/**
 * The index lags at most two seconds behind the rows: a difference is believed only if a look after this time, which
 * sees at least the state of the first look, shows the same.
 */
const SETTLE_MS = 3_000

/** An agent's recorded load beside the number of tickets that they carry. */
const driftOf = async ({ department_id, id }: Pick<AgentState, 'department_id' | 'id'>): Promise<Drift> => {
  const before = await findAgent(department_id, id)
  const carried = await countCarried(id)
  return { carried, active: before?.active ?? carried, last_assigned_at: before?.last_assigned_at ?? null }
}

interface Drift extends Pick<AgentState, 'active' | 'last_assigned_at'> {
  /** Tickets that are assigned to them, counted from the tickets. */
  readonly carried: number
}

/** Looks twice, and repairs only what stayed the same in between. Returns by how many tickets the load was wrong. */
const reconcile = async (agent: AgentState): Promise<number> => {
  const first = await driftOf(agent)
  if (first.carried === first.active) return 0
  await pause(SETTLE_MS)
  const second = await driftOf(agent)
  const isSettled = second.carried === first.carried && second.active === first.active
  if (!isSettled || second.last_assigned_at !== first.last_assigned_at) return 0
  if (!(await repairActive(agent, second.active, second.carried))) return 0
  logger.warn('load repaired', { agent_id: agent.id, was: second.active, is: second.carried })
  return Math.abs(second.active - second.carried)
}

/** Recounts a department's agents. Returns by how many tickets their loads were wrong. */
const reconcileDepartment = async (departmentId: string): Promise<number> => {
  let drift = 0
  for (const agent of await listAgents(departmentId)) {
    drift += await reconcile(agent)
    if (await endBrokenLeave(agent)) logger.warn('presence repaired', { agent_id: agent.id, was: agent.presence })
  }
  return drift
}

/**
 * Compares every agent's load with the tickets they carry, and repairs it; the metric is 0 while all loads are right.
 * Also repairs what an agent's leave that broke off has left behind. A department that fails is logged and does not
 * hold up the others.
 */
export const handler = async (): Promise<void> => {
  const departments = await listDepartments({ fresh: true })
  let drift = 0
  let failed = 0
  for (const { id } of departments) {
    try {
      drift += await reconcileDepartment(id)
    } catch (error) {
      failed += 1
      logger.error('department not recounted', { department_id: id, error })
    }
  }
  metrics.addMetric('LoadDrift', MetricUnit.Count, drift)
  metrics.publishStoredMetrics()
  if (failed > 0) throw new Error(`${failed} of ${departments.length} departments were not recounted`)
}
