/** The smallest round number (1, 2, 5 times a power of ten) that four steps of an axis reach `most` with. */
const stepFor = (most: number): number => {
  const rough = Math.max(most, 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power * 10
  return Math.max(1, step)
}

/** Marks of an axis from 0 to the first one at or above `most`. */
export const marksFor = (most: number): readonly number[] => {
  const step = stepFor(most)
  const count = Math.max(1, Math.ceil(most / step))
  return Array.from({ length: count + 1 }, (_mark, index) => index * step)
}

export type Point = readonly [x: number, y: number]

/** An SVG path through points; `closed` makes an area of it. */
export const pathOf = (points: readonly Point[], closed = false): string =>
  points.length === 0
    ? ''
    : `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}${closed ? 'Z' : ''}`
