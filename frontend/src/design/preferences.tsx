import { useId } from 'react'
import { languages, useLanguage } from '../text/language.tsx'
import { useWords } from '../text/use-words.ts'
import styles from './preferences.module.css'
import { chooseTheme, themes, useTheme } from './theme.ts'
import { type NamedValues, ValueSelect } from './value-select.tsx'

/** Chooses dark, light or the device's own setting. */
export const ThemeControl = () => {
  const words = useWords()
  return (
    <Preference
      label={words.theme}
      value={useTheme()}
      options={themes.map((theme) => [theme, words.themes[theme]])}
      onChoose={chooseTheme}
    />
  )
}

export const LanguageControl = () => {
  const words = useWords()
  const { language, choose } = useLanguage()
  return (
    <Preference
      label={words.language}
      value={language}
      options={languages.map((one) => [one, words.languages[one]])}
      onChoose={choose}
    />
  )
}

/** A setting for this device, with its name beside it. */
export const Preference = <Value extends string>({ label, value, options, onChoose }: PreferenceProps<Value>) => {
  const id = useId()
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <ValueSelect id={id} value={value} options={options} onChoose={onChoose} />
    </span>
  )
}

interface PreferenceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: NamedValues<Value>
  readonly onChoose: (value: Value) => void
}
