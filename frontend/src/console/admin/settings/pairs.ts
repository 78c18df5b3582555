/** Pairs such as `js = javascript`, one per line; lines without both sides are ignored. */
export const pairsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.split('=').map((side) => side.trim().toLowerCase()))
      .flatMap(([from, to]) => (from && to ? [[from, to] as const] : [])),
  )

export const linesOf = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([from, to]) => `${from} = ${to}`)
    .join('\n')
