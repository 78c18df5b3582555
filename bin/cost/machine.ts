/** Share of the cores that other work may use before it shows in the figures. */
const IDLE_SHARE = 0.5

/**
 * A warning if other work keeps this machine busy: Lambda's time in the bill is measured here, and on a busy machine
 * batches are smaller, so that a ticket takes more calls.
 *
 * @param load processes that run or wait to run, averaged over a minute
 * @returns undefined if the machine is idle enough
 */
export const busyWarning = (load: number, cores: number): string | undefined =>
  load <= cores * IDLE_SHARE
    ? undefined
    : `this machine is busy (load ${load.toFixed(1)} on ${cores} cores): calls, units and Lambda's time will come out too high`
