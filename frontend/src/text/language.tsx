import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { deviceStorage } from '../api/storage.ts'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

const KEY = 'plimsoll.language'

const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value)

/** The chosen language, else the first of the browser's that there is, else English. */
const preferredLanguage = (): Language => {
  const chosen = deviceStorage.read(KEY)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

/** Loads a page's texts by language; English is part of the page. */
export type Loader<Catalogue> = (language: Language) => Promise<Catalogue>

/** The first texts of a page: in the preferred language, or in English if that fails to load. */
export const firstTexts = async <Catalogue,>(load: Loader<Catalogue>) => {
  const language = preferredLanguage()
  try {
    return { language, catalogue: await load(language) }
  } catch {
    return { language: 'en' as const, catalogue: await load('en') }
  }
}

interface Choice {
  readonly language: Language
  readonly choose: (language: Language) => void
}

const ChoiceContext = createContext<Choice>({ language: 'en', choose: () => undefined })

/** The language on screen, and a function that changes it without losing anything that was typed. */
export const useLanguage = (): Choice => useContext(ChoiceContext)

/** Provides a page with its texts and keeps `<html lang>` correct. */
export const LanguageProvider = <Catalogue,>({ first, load, provide }: LanguageProviderProps<Catalogue>) => {
  const [shown, setShown] = useState(first)
  const { language, catalogue } = shown

  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  const choose = async (next: Language) => {
    try {
      const loaded = await load(next)
      deviceStorage.write(KEY, next)
      setShown({ language: next, catalogue: loaded })
    } catch {
      // It failed to load: the page keeps its language, and the select still shows that one.
    }
  }
  return <ChoiceContext value={{ language, choose: (next) => void choose(next) }}>{provide(catalogue)}</ChoiceContext>
}

interface LanguageProviderProps<Catalogue> {
  readonly first: { readonly language: Language; readonly catalogue: Catalogue }
  readonly load: Loader<Catalogue>
  readonly provide: (catalogue: Catalogue) => ReactNode
}
