import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks in /proc; fixed by Linux for all programs. */
const TICKS_A_SECOND = 100

const fieldsOf = (pid: number): readonly string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in brackets, which may contain spaces.
  return [
    String(pid),
    ...stat
      .slice(stat.lastIndexOf(')') + 1)
      .trim()
      .split(' '),
  ]
}

const parentOf = (pid: number): number => Number(fieldsOf(pid)[2])

/** The results of `tell` for all processes of this machine, without those that end meanwhile. */
const ofEach = <Told>(tell: (pid: number) => Told): ReadonlyMap<number, Told> => {
  const told = new Map<number, Told>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      told.set(Number(name), tell(Number(name)))
    } catch {
      // The process ended in between.
    }
  }
  return told
}

/** A process and everything that it started, itself first; Linux only. */
export const processTree = (root: number): readonly number[] => {
  const parents = ofEach(parentOf)
  const below = (pid: number): readonly number[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)])
  return [root, ...below(root)]
}

/** CPU time that a process has used so far, in milliseconds, to the nearest 10 ms. */
export const cpuOf = (pid: number): number => {
  const fields = fieldsOf(pid)
  return ((Number(fields[12]) + Number(fields[13])) / TICKS_A_SECOND) * 1_000
}

/** Memory of the processes in MB; pages that they share are counted once. */
export const memoryOf = (pids: readonly number[]): number =>
  pids
    .map((pid) => /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1])
    .reduce((sum, kilobytes) => sum + Number(kilobytes ?? 0) / 1_024, 0)

/** The first process of a tree that runs this program. */
export const programIn = (root: number, program: string): number | undefined =>
  processTree(root).find((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program)

/**
 * The command line of each process on this machine, its words separated by spaces; Linux only. A process that has ended
 * is left out, even if its parent has not reaped it yet.
 */
export const commandLines = (): ReadonlyMap<number, string> => {
  // The line of such a process, like those of kernel threads, is empty.
  const lines = [...ofEach((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))].filter(([, line]) => line !== '')
  return new Map(lines.map(([pid, line]) => [pid, line.replaceAll('\0', ' ')]))
}
