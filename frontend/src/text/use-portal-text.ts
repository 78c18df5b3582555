import { createContext, useContext } from 'react'
import type { Language } from './language.tsx'
import { type PortalText, portal } from './portal.en.ts'
import type { PagesText } from './portal-pages.en.ts'
import { type Words, words } from './words.en.ts'

interface PortalCatalogue {
  readonly words: Words
  readonly portal: PortalText
  /** Null for English, which is part of the later pages. */
  readonly pages: PagesText | null
}

/** English is part of the page; other languages are loaded on demand. */
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

/** The texts of the customers' page in the current language. */
export const usePortalText = (): PortalText => useContext(PortalTextContext)
