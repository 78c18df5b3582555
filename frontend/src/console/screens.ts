import type { Role } from '../../../functions/contracts/people.ts'

const forAdmins = [
  ['overview', '/overview'],
  ['agents', '/agents'],
  ['departments', '/departments'],
  ['merges', '/merges'],
  ['applications', '/applications'],
  ['triage', '/triage'],
  ['lab', '/policy-lab'],
  ['audit', '/audit'],
] as const
const forEverybody = [
  ['statistics', '/statistics'],
  ['settings', '/settings'],
] as const

export type ScreenName = (typeof forAdmins | typeof forEverybody)[number][0]

/** The screens other than the tickets, by name and address, as far as the role may see them. */
export const screensFor = (role: Role) => [...(role === 'admin' ? forAdmins : []), ...forEverybody]
