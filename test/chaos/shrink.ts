/**
 * Shortens a list for which `holds` stays true, by delta debugging (ddmin): leaves out halves, then smaller and smaller
 * parts, until no single item can be left out or the tries are used up.
 *
 * @param holds true for `list`
 * @param tries the most calls of `holds`
 */
export const shrink = async <One>(
  list: readonly One[],
  holds: (part: readonly One[]) => Promise<boolean>,
  tries: number,
): Promise<readonly One[]> => {
  let shortest = list
  let left = tries
  for (let parts = 2; shortest.length >= 2 && left > 0; ) {
    const size = Math.ceil(shortest.length / parts)
    let found: readonly One[] | undefined
    for (let from = 0; from < shortest.length && !found && left > 0; from += size) {
      const rest = [...shortest.slice(0, from), ...shortest.slice(from + size)]
      left -= 1
      if (await holds(rest)) found = rest
    }
    if (found) {
      shortest = found
      parts = Math.max(2, parts - 1)
    } else if (size === 1) break
    else parts = Math.min(shortest.length, parts * 2)
  }
  return shortest
}
