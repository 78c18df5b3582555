import type { Settings } from '../contracts/workspace.ts'
import { DEFAULT_CATEGORY, DEFAULT_PRIORITY } from './ticket.ts'

/**
 * The settings of an installation until its admins change them.
 *
 * @param rate_limit the deployment's own limit of requests
 */
export const defaultSettings = (rate_limit: number): Settings => ({
  fallback_category: DEFAULT_CATEGORY,
  fallback_priority: DEFAULT_PRIORITY,
  skill_aliases: {},
  skill_keywords: {},
  rate_limit,
  mail_digest: false,
})
