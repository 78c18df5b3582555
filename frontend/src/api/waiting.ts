import { type MutationState, onlineManager } from '@tanstack/react-query'

/** Whether a change waits for the network; one that waits for its turn behind another is paused, too. */
export const waitsForNetwork = ({ isPaused }: Pick<MutationState, 'isPaused'>): boolean =>
  isPaused && !onlineManager.isOnline()
