import { createContext, useContext, useSyncExternalStore } from 'react'
import type { ServerMessage, ViewerState } from '../../../../functions/contracts/socket.ts'
import { isText, objectOf, oneOf } from '../../api/shape.ts'

/** From the most to the least likely to get in the way. */
const STATES: readonly ViewerState[] = ['typing', 'viewing', 'elsewhere']

/** Somebody else who has a ticket open. */
export interface Viewer {
  readonly id: string
  readonly name: string
  readonly state: ViewerState
}

interface Fading {
  readonly after_ms: number
  readonly from: ViewerState
  readonly to: ViewerState
}

/** What happens to a viewer of the ticket on screen who is not reported again: that ticket's viewers always are. */
const FADINGS: readonly Fading[] = [
  { after_ms: 10_000, from: 'typing', to: 'viewing' },
  { after_ms: 45_000, from: 'viewing', to: 'elsewhere' },
]
/** Of other tickets only news are told, repeated every five minutes; whoever is in no news for longer is gone. */
const GONE_AFTER_MS = 360_000

const isViewer = objectOf<Viewer>({ id: isText, name: isText, state: oneOf(...STATES) })
const hasViewers = objectOf<{ readonly viewers: readonly unknown[] }>({ viewers: Array.isArray })

/** The viewers that a message names, writers first. */
export const viewersIn = ({ data }: ServerMessage): readonly Viewer[] => {
  const viewers = hasViewers(data) ? data.viewers.filter(isViewer) : []
  return viewers.toSorted((one, other) => STATES.indexOf(one.state) - STATES.indexOf(other.state))
}

const nobody: readonly Viewer[] = []

/** Who has which ticket open, as last told and for as long as it counts. */
export const openViewers = () => {
  const listeners = new Set<() => void>()
  const viewers = new Map<string, readonly Viewer[]>()
  const timers = new Map<string, readonly ReturnType<typeof setTimeout>[]>()
  const attended = new Set<string>()

  const of = (ticket_id: string): readonly Viewer[] => viewers.get(ticket_id) ?? nobody
  const become = (ticket_id: string, next: readonly Viewer[]) => {
    if (next.length > 0) viewers.set(ticket_id, next)
    else viewers.delete(ticket_id)
    for (const listener of listeners) listener()
  }
  const forget = (ticket_id: string) => {
    for (const timer of timers.get(ticket_id) ?? []) clearTimeout(timer)
    timers.delete(ticket_id)
    become(ticket_id, nobody)
  }
  const fade = (ticket_id: string, { from, to }: Fading) =>
    become(
      ticket_id,
      of(ticket_id).map((viewer) => (viewer.state === from ? { ...viewer, state: to } : viewer)),
    )

  return {
    of,
    forget,
    take: (ticket_id: string, told: readonly Viewer[]) => {
      forget(ticket_id)
      if (told.length === 0) return
      const fadings = attended.has(ticket_id) ? FADINGS : []
      timers.set(ticket_id, [
        ...fadings.map((fading) => setTimeout(() => fade(ticket_id, fading), fading.after_ms)),
        setTimeout(() => forget(ticket_id), GONE_AFTER_MS),
      ])
      become(ticket_id, told)
    },
    /** Nothing is known any more, as after a lost connection. */
    forgetAll: () => {
      for (const ticket_id of [...timers.keys()]) forget(ticket_id)
    },
    /** From now on every report of this ticket's viewers is told, until the returned function is called. */
    attend: (ticket_id: string) => {
      attended.add(ticket_id)
      return () => {
        attended.delete(ticket_id)
      }
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

export const ViewersContext = createContext(openViewers())

/** Who else has a ticket open, writers first. */
export const useViewers = (ticket_id: string): readonly Viewer[] => {
  const { of, subscribe } = useContext(ViewersContext)
  return useSyncExternalStore(subscribe, () => of(ticket_id))
}
