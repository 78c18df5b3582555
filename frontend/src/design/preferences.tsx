import { useId } from 'react'
import { languages, useLanguage } from '../text/language.tsx'
import { useWords } from '../text/use-words.ts'
import styles from './preferences.module.css'
import { chooseTheme, themes, useTheme } from './theme.ts'

/** Dark, light or like the device. */
export const ThemeControl = () => {
  const words = useWords()
  const theme = useTheme()
  const id = useId()
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>{words.theme}</label>
      <select
        id={id}
        value={theme}
        onChange={({ target }) => chooseTheme(themes.find((one) => one === target.value) ?? 'dark')}
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {words.themes[one]}
          </option>
        ))}
      </select>
    </span>
  )
}

export const LanguageControl = () => {
  const words = useWords()
  const { language, choose } = useLanguage()
  const id = useId()
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>{words.language}</label>
      <select
        id={id}
        value={language}
        onChange={({ target }) => choose(languages.find((one) => one === target.value) ?? 'en')}
      >
        {languages.map((one) => (
          <option key={one} value={one} lang={one}>
            {words.languages[one]}
          </option>
        ))}
      </select>
    </span>
  )
}
