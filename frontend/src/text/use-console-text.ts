import { createContext, useContext } from 'react'
import { type DeskText, desk } from './desk.en.ts'
import type { Language } from './language.tsx'
import { type Words, words } from './words.en.ts'

interface ConsoleCatalogue {
  readonly words: Words
  readonly desk: DeskText
}

/** English comes with the page; every other language when it is wanted. */
export const loadConsoleText = async (language: Language): Promise<ConsoleCatalogue> => {
  if (language === 'en') return { words, desk }
  const [shared, own] = await Promise.all([import('./words.de.ts'), import('./desk.de.ts')])
  return { words: shared.words, desk: own.desk }
}

export const DeskTextContext = createContext<DeskText>(desk)

/** The agents' desk in the language on screen. */
export const useDeskText = (): DeskText => useContext(DeskTextContext)
