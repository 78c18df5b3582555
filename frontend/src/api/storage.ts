/** Texts kept by their names. */
export interface TextStorage {
  readonly read: (name: string) => string | null
  readonly write: (name: string, text: string) => void
  readonly forget: (name: string) => void
}

/**
 * A browser's storage that never fails. What the browser does not take (storage may be forbidden, or full) is kept as
 * long as the page is open.
 */
const safely = (open: () => Storage): TextStorage => {
  const untaken = new Map<string, string>()
  return {
    read: (name) => {
      const text = untaken.get(name)
      if (text !== undefined) return text
      try {
        return open().getItem(name)
      } catch {
        return null
      }
    },
    write: (name, text) => {
      try {
        open().setItem(name, text)
        untaken.delete(name)
      } catch {
        untaken.set(name, text)
      }
    },
    forget: (name) => {
      untaken.delete(name)
      try {
        open().removeItem(name)
      } catch {
        // Forbidden storage holds nothing to forget.
      }
    },
  }
}

/** Kept on this device, for all its tabs. */
export const deviceStorage = safely(() => window.localStorage)

/** Another tab changed something; or the page comes back out of the browser's memory, where it heard of no change. */
const ELSEWHERE = ['storage', 'pageshow'] as const

/**
 * Hears of what other tabs may have changed on this device.
 *
 * @returns stops it
 */
export const listenElsewhere = (listener: () => void) => {
  for (const event of ELSEWHERE) window.addEventListener(event, listener)
  return () => {
    for (const event of ELSEWHERE) window.removeEventListener(event, listener)
  }
}

/** Kept for this tab, through reloads. */
export const tabStorage = safely(() => window.sessionStorage)
