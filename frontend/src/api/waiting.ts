import { type MutationState, onlineManager } from '@tanstack/react-query'

/** Whether a change waits for the network; `isPaused` alone is also true for one that waits for its turn. */
export const waitsForNetwork = ({ isPaused }: Pick<MutationState, 'isPaused'>): boolean =>
  isPaused && !onlineManager.isOnline()
