import { useSyncExternalStore } from 'react'
import { deviceStorage } from '../../api/storage.ts'

const KEY = 'plimsoll.rows'

export const densities = ['comfortable', 'compact'] as const
type Density = (typeof densities)[number]

/** Height of a row in pixels. */
const heights: Readonly<Record<Density, number>> = { comfortable: 60, compact: 40 }

const listeners = new Set<() => void>()
const current = (): Density => (deviceStorage.read(KEY) === 'compact' ? 'compact' : 'comfortable')
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export const chooseDensity = (density: Density): void => {
  deviceStorage.write(KEY, density)
  for (const listener of listeners) listener()
}

export const useDensity = (): { readonly density: Density; readonly height: number } => {
  const density = useSyncExternalStore(subscribe, current)
  return { density, height: heights[density] }
}
