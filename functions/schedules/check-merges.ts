import { SYSTEM } from '../domain/ticket-change.ts'
import { logger } from '../platform/log.ts'
import { checkMerges } from '../use-cases/merge-check.ts'

/**
 * Looks for departments that should help one another, every hour and when one is overloaded. Whatever it was called for,
 * it looks at all of them: what it was told may be over.
 */
export const handler = async (): Promise<void> => {
  const plans = await checkMerges('schedule', SYSTEM, new Date())
  logger.info('merges checked', { plans: plans.map(({ id, state }) => ({ id, state })) })
}
