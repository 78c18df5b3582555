import { useId } from 'react'
import { languages, useLanguage } from '../text/language.tsx'
import { useWords } from '../text/use-words.ts'
import styles from './preferences.module.css'
import { chooseTheme, themes, useTheme } from './theme.ts'

/** Dark, light or like the device. */
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

/** Something that a person sets for this device, its name beside it. */
export const Preference = <Value extends string>({ label, value, options, onChoose }: PreferenceProps<Value>) => {
  const id = useId()
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find(([one]) => one === target.value)
          if (chosen) onChoose(chosen[0])
        }}
      >
        {options.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </span>
  )
}

interface PreferenceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [Value, string])[]
  readonly onChoose: (value: Value) => void
}
