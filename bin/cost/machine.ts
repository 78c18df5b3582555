/** Share of the cores that other work may use before it shows in the figures. */
const IDLE_SHARE = 0.5

/**
 * A warning where other work keeps this machine busy: Lambda's time in the bill is measured here, and lives take more
 * calls in smaller batches.
 *
 * @param load processes that run or wait to run, on the average of a minute
 * @returns undefined where the machine is idle enough
 */
export const busyWarning = (load: number, cores: number): string | undefined =>
  load <= cores * IDLE_SHARE
    ? undefined
    : `this machine is busy (load ${load.toFixed(1)} on ${cores} cores): calls, units and Lambda's time will come out too high`
