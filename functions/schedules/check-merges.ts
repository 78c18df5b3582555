import { SYSTEM } from '../domain/ticket/change.ts'
import { logger } from '../platform/log.ts'
import { checkMerges } from '../use-cases/merge-check.ts'

/**
 * Looks for departments that should help one another, every hour and when one is overloaded. It always checks all of
 * them, since the overload that triggered it may be over.
 */
export const handler = async (): Promise<void> => {
  const plans = await checkMerges('schedule', SYSTEM, new Date())
  logger.info('merges checked', { plans: plans.map(({ id, state }) => ({ id, state })) })
}
