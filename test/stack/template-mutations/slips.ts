import { apiSlips } from './api-slips.ts'
import { edgeSlips } from './edge-slips.ts'
import { hollowSlips } from './hollow-slips.ts'
import { messagingSlips } from './messaging-slips.ts'
import { misledSlips } from './misled-slips.ts'
import type { Mutation } from './mutation.ts'
import { permissionSlips } from './permission-slips.ts'
import { resourceSlips } from './resource-slips.ts'
import { tiredSlips } from './tired-slips.ts'
import { watchingSlips } from './watching-slips.ts'
import { wearySlips } from './weary-slips.ts'
import { wiringSlips } from './wiring-slips.ts'

/** Slips that a deployment or its first hour would punish; each must be found. */
export const slips: readonly Mutation[] = [
  ...resourceSlips,
  ...messagingSlips,
  ...apiSlips,
  ...wiringSlips,
  ...edgeSlips,
  ...permissionSlips,
  ...watchingSlips,
  ...misledSlips,
  ...hollowSlips,
  ...tiredSlips,
  ...wearySlips,
]
