/** Texts stored by name. */
export interface TextStorage {
  readonly read: (name: string) => string | null
  readonly write: (name: string, text: string) => void
  readonly forget: (name: string) => void
}

/**
 * Browser storage that never throws. What the browser refuses to store (storage may be forbidden, or full) is kept in
 * memory while the page is open.
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
        // Storage that is forbidden contains nothing.
      }
    },
  }
}

/** Kept on this device and shared by all tabs. */
export const deviceStorage = safely(() => window.localStorage)

/** Another tab changed something, or the page returns from the back/forward cache, where it receives no such event. */
const ELSEWHERE = ['storage', 'pageshow'] as const

/**
 * Calls `listener` when another tab may have changed what is stored on this device.
 *
 * @returns removes the listener
 */
export const listenElsewhere = (listener: () => void) => {
  for (const event of ELSEWHERE) window.addEventListener(event, listener)
  return () => {
    for (const event of ELSEWHERE) window.removeEventListener(event, listener)
  }
}

/** Kept for this tab only; survives reloads. */
export const tabStorage = safely(() => window.sessionStorage)
