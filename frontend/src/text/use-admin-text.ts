import { use } from 'react'
import { type AdminText, admin } from './admin.en.ts'
import { type Language, useLanguage } from './language.tsx'

const english = Promise.resolve(admin)
let german: Promise<AdminText> | undefined

const textIn = (language: Language): Promise<AdminText> => {
  if (language === 'en') return english
  german ??= import('./admin.de.ts').then(({ admin: text }) => text)
  return german
}

/** The texts of the administrators' screens in the current language; suspends while they load, except in English. */
export const useAdminText = (): AdminText => use(textIn(useLanguage().language))
