import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of /proc, which Linux fixes at this for every program. */
const TICKS_A_SECOND = 100

const fieldsOf = (pid: number): readonly string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in brackets, which may hold spaces.
  return [
    String(pid),
    ...stat
      .slice(stat.lastIndexOf(')') + 1)
      .trim()
      .split(' '),
  ]
}

const parentOf = (pid: number): number => Number(fieldsOf(pid)[2])

/** A process and everything that it started, itself first; Linux only. */
export const processTree = (root: number): readonly number[] => {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      parents.set(Number(name), parentOf(Number(name)))
    } catch {
      // It ended in between.
    }
  }
  const below = (pid: number): readonly number[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)])
  return [root, ...below(root)]
}

/** CPU that a process has used so far, in milliseconds, to 10 ms. */
export const cpuOf = (pid: number): number => {
  const fields = fieldsOf(pid)
  return ((Number(fields[12]) + Number(fields[13])) / TICKS_A_SECOND) * 1_000
}

/** Memory of some processes in MB; what they share is counted once. */
export const memoryOf = (pids: readonly number[]): number =>
  pids
    .map((pid) => /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1])
    .reduce((sum, kilobytes) => sum + Number(kilobytes ?? 0) / 1_024, 0)

/** The first process of a tree that runs this program. */
export const programIn = (root: number, program: string): number | undefined =>
  processTree(root).find((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program)
