import { useSyncExternalStore } from 'react'
import { deviceStorage } from '../api/storage.ts'
import { THEME_KEY } from './theme-script.ts'

export const themes = ['dark', 'light', 'system'] as const
export type Theme = (typeof themes)[number]

const listeners = new Set<() => void>()

const currentTheme = (): Theme => {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'system' ? theme : 'dark'
}

/** Applies a theme at once and stores it for the next visit. */
export const chooseTheme = (theme: Theme): void => {
  document.documentElement.dataset.theme = theme
  deviceStorage.write(THEME_KEY, theme)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme)
