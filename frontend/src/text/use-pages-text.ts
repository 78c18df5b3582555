import { useContext } from 'react'
import { type PagesText, pages } from './portal-pages.en.ts'
import { PagesTextContext } from './use-portal-text.ts'

/** The customers' later pages in the language on screen. */
export const usePagesText = (): PagesText => useContext(PagesTextContext) ?? pages
