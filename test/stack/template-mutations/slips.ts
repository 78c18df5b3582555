import { accountSlips } from './account-slips.ts'
import { alarmSlips } from './alarm-slips.ts'
import { apiSlips } from './api-slips.ts'
import { dashboardSlips } from './dashboard-slips.ts'
import { edgeSlips } from './edge-slips.ts'
import { firewallSlips } from './firewall-slips.ts'
import { functionSlips } from './function-slips.ts'
import { mappingSlips } from './mapping-slips.ts'
import { messagingSlips } from './messaging-slips.ts'
import type { Mutation } from './mutation.ts'
import { permissionSlips } from './permission-slips.ts'
import { policySlips } from './policy-slips.ts'
import { scheduleSlips } from './schedule-slips.ts'
import { tableSlips } from './table-slips.ts'
import { wiringSlips } from './wiring-slips.ts'

/** Slips that would fail a deployment or the first hour after it; each must be found. */
export const slips: readonly Mutation[] = [
  ...functionSlips,
  ...tableSlips,
  ...mappingSlips,
  ...messagingSlips,
  ...scheduleSlips,
  ...apiSlips,
  ...wiringSlips,
  ...edgeSlips,
  ...firewallSlips,
  ...accountSlips,
  ...permissionSlips,
  ...policySlips,
  ...alarmSlips,
  ...dashboardSlips,
]
