import { createContext, useContext } from 'react'
import { type DeskText, desk } from './desk.en.ts'
import type { Language } from './language.tsx'
import { type Words, words } from './words.en.ts'

interface ConsoleCatalogue {
  readonly words: Words
  readonly desk: DeskText
}

/** English is part of the page; other languages are loaded on demand. */
export const loadConsoleText = async (language: Language): Promise<ConsoleCatalogue> => {
  if (language === 'en') return { words, desk }
  const [shared, own] = await Promise.all([import('./words.de.ts'), import('./desk.de.ts')])
  return { words: shared.words, desk: own.desk }
}

export const DeskTextContext = createContext<DeskText>(desk)

/** The texts of the agents' desk in the current language. */
export const useDeskText = (): DeskText => useContext(DeskTextContext)
