import { useContext } from 'react'
import { type PagesText, pages } from './portal-pages.en.ts'
import { PagesTextContext } from './use-portal-text.ts'

/** The texts of the portal's later pages in the current language. */
export const usePagesText = (): PagesText => useContext(PagesTextContext) ?? pages
