import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { deviceStorage } from '../api/storage.ts'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

const KEY = 'plimsoll.language'

const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value)

/** The chosen language, else the first of the browser's that we speak, else English. */
const preferredLanguage = (): Language => {
  const chosen = deviceStorage.read(KEY)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

/** A page's texts, by language; languages other than English are loaded when somebody asks for them. */
export type Loader<Catalogue> = (language: Language) => Promise<Catalogue>

/** The first texts of a page: in the preferred language, or, if that does not arrive, in English, which came along. */
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

/** The language on screen, and how to change it without losing anything that was typed. */
export const useLanguage = (): Choice => useContext(ChoiceContext)

/** Gives a page its texts and keeps `<html lang>` right. */
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
      // It did not arrive: the page stays in the language that it speaks, and the choice shows it.
    }
  }
  return <ChoiceContext value={{ language, choose: (next) => void choose(next) }}>{provide(catalogue)}</ChoiceContext>
}

interface LanguageProviderProps<Catalogue> {
  readonly first: { readonly language: Language; readonly catalogue: Catalogue }
  readonly load: Loader<Catalogue>
  readonly provide: (catalogue: Catalogue) => ReactNode
}
