import { createContext, useContext } from 'react'
import type { Language } from './language.tsx'
import { type PortalText, portal } from './portal.en.ts'
import type { PagesText } from './portal-pages.en.ts'
import { type Words, words } from './words.en.ts'

interface PortalCatalogue {
  readonly words: Words
  readonly portal: PortalText
  /** Null for English, which the later pages bring along. */
  readonly pages: PagesText | null
}

/** English comes with the page; every other language when it is wanted. */
export const loadPortalText = async (language: Language): Promise<PortalCatalogue> => {
  if (language === 'en') return { words, portal, pages: null }
  const [shared, own, later] = await Promise.all([
    import('./words.de.ts'),
    import('./portal.de.ts'),
    import('./portal-pages.de.ts'),
  ])
  return { words: shared.words, portal: own.portal, pages: later.pages }
}

export const PortalTextContext = createContext<PortalText>(portal)
export const PagesTextContext = createContext<PagesText | null>(null)

/** The customers' page in the language on screen. */
export const usePortalText = (): PortalText => useContext(PortalTextContext)
