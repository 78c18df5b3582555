import { createContext, useContext } from 'react'
import type { Language } from './language.tsx'
import { type PortalText, portal } from './portal.en.ts'
import { type Words, words } from './words.en.ts'

interface PortalCatalogue {
  readonly words: Words
  readonly portal: PortalText
}

/** English comes with the page; every other language when it is wanted. */
export const loadPortalText = async (language: Language): Promise<PortalCatalogue> => {
  if (language === 'en') return { words, portal }
  const [shared, own] = await Promise.all([import('./words.de.ts'), import('./portal.de.ts')])
  return { words: shared.words, portal: own.portal }
}

export const PortalTextContext = createContext<PortalText>(portal)

/** The customers' page in the language on screen. */
export const usePortalText = (): PortalText => useContext(PortalTextContext)
