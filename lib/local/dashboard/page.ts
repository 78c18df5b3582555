import { readFileSync } from 'node:fs'
import { type Line, SHOWN_MINUTES, type Widget } from '../dashboard.ts'

/** The page's style sheet: a separate file, since the page's content security policy allows no inline styles. */
export const DASHBOARD_STYLE = readFileSync(new URL('page.css', import.meta.url), 'utf8')
export const STYLE_PATH = '/_local/dashboard.css'
/** Nothing from elsewhere and no scripts: the page refreshes by loading again. */
export const DASHBOARD_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"

const REFRESH_SECONDS = 15
/** Colours for the lines of a graph; further lines are listed without one. */
const COLOURS = 8
/** Width and height of a graph, in the units of its SVG view box. */
const [WIDTH, HEIGHT] = [480, 150]

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

/** Three digits are enough to compare; money may be much smaller than 1. */
const shown = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 3, notation: value >= 100_000 ? 'compact' : 'standard' })

const numbersOf = ({ points }: Line): readonly number[] => points.filter((point) => point !== undefined)
const highest = (lines: readonly Line[]): number => Math.max(0, ...lines.flatMap(numbersOf))

/**
 * A line's path: a stroke for each run of minutes, a dot where a minute stands alone, nothing where there is no value.
 */
const pathOf = ({ points }: Line, top: number): string => {
  const x = (place: number): string => ((place / (points.length - 1)) * WIDTH).toFixed(1)
  const y = (value: number): string => (HEIGHT - (top > 0 ? Math.max(0, value / top) : 0) * (HEIGHT - 6) - 3).toFixed(1)
  return points
    .flatMap((point, place) => {
      if (point === undefined) return []
      const begins = points[place - 1] === undefined
      // A stroke of no length still shows its round ends.
      return [`${begins ? 'M' : 'L'}${x(place)} ${y(point)}${begins ? `L${x(place)} ${y(point)}` : ''}`]
    })
    .join('')
}

const lastOf = (line: Line): string => {
  const last = line.points.at(-1)
  return last === undefined ? '–' : shown(last)
}

const scale = (lines: readonly Line[], side: Line['axis']): string =>
  lines.length === 0 ? '' : `<span class="scale ${side}">${shown(highest(lines))}</span>`

const chart = (title: string, lines: readonly Line[]): string => {
  const sides = {
    left: lines.filter(({ axis }) => axis === 'left'),
    right: lines.filter(({ axis }) => axis === 'right'),
  }
  const paths = lines.map(
    (line, place) => `<path class="c${place} ${line.axis}" d="${pathOf(line, highest(sides[line.axis]))}"/>`,
  )
  const entries = lines.map(
    (line, place) =>
      `<li class="c${place} ${line.axis}"><span>${escaped(line.label)}${line.axis === 'right' ? ' (right scale)' : ''}</span><b>${lastOf(line)}</b></li>`,
  )
  return `<div class="plot">${scale(sides.left, 'left')}${scale(sides.right, 'right')}
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escaped(title)}: the last hour">${paths.join('')}</svg></div>
<p class="time"><span>${SHOWN_MINUTES} min ago</span><span>now</span></p><ul>${entries.join('')}</ul>`
}

const names = (lines: readonly Line[]): string => escaped(lines.map(({ label }) => label).join(', '))

const graph = (title: string, lines: readonly Line[]): string => {
  const speaking = lines.filter((line) => numbersOf(line).length > 0).toSorted((a, b) => highest([b]) - highest([a]))
  const silent = lines.filter((line) => numbersOf(line).length === 0)
  const [drawn, beyond] = [speaking.slice(0, COLOURS), speaking.slice(COLOURS)]
  if (drawn.length === 0) {
    const of = silent.length > 0 ? ` of ${names(silent)}` : ''
    return `<p class="empty">No figures${of} in the last hour.</p>`
  }
  const more = beyond.length > 0 ? `<p class="rest">Lower, not drawn: ${names(beyond)}.</p>` : ''
  const none = silent.length > 0 ? `<p class="rest">No figures: ${names(silent)}.</p>` : ''
  return `${chart(title, drawn)}${more}${none}`
}

const section = (widget: Widget): string =>
  widget.kind === 'text'
    ? `<header><h2>${escaped(widget.title)}</h2><p>${escaped(widget.says)}</p></header>`
    : `<section class="w${widget.width}"><h3>${escaped(widget.title)}</h3>${graph(widget.title, widget.lines)}</section>`

/** The dashboard as a complete page, except for its style sheet. */
export const dashboardPage = (widgets: readonly Widget[], now: Date): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}">
<meta name="color-scheme" content="dark">
<title>Plimsoll · dashboard of this machine</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<h1>Plimsoll <span>dashboard of this machine</span></h1>
<p class="about">The stack’s CloudWatch dashboard, drawn with what this host has counted since it started, up to
${escaped(now.toISOString().slice(0, 19).replace('T', ' '))} UTC. Each point looks back over the period of its metric: five
minutes, or an hour for forecasts and cost.</p>
<main>
${widgets.map(section).join('\n')}
</main>
</body>
</html>
`
