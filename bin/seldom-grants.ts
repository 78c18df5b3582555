import type { Grant } from './grant-use.ts'

/** What only happens when something else went wrong, by role and action. */
export const SELDOM: Readonly<Record<string, string>> = {}

/** Why a permission is given that a walk through the whole system does not need; undefined if there is no reason. */
export const reasonOf = ({ policy, action }: Grant): string | undefined => SELDOM[`${policy} ${action}`]
