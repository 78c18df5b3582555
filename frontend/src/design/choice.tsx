import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react'
import styles from './choice.module.css'

/** Goes to a choice and shows what there is to choose, where the browser can. */
export const openChoice = (select: HTMLSelectElement | null): void => {
  select?.focus()
  if (select && !select.disabled) select.showPicker?.()
}

/** An arrow on a closed list would write every value that it passes: it opens the list instead. */
const openByArrow = (event: KeyboardEvent<HTMLSelectElement>) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  event.preventDefault()
  openChoice(event.currentTarget)
}

/** A field of a few values that takes effect as soon as another one is chosen. */
export const Choice = <Value extends string>({
  label,
  value,
  options,
  disabled,
  onChoose,
  ref,
}: ChoiceProps<Value>) => {
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        ref={ref}
        value={value}
        disabled={disabled}
        onKeyDown={openByArrow}
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
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: ReactNode
  readonly value: Value
  readonly options: readonly (readonly [Value, string])[]
  readonly disabled?: boolean
  readonly onChoose: (value: Value) => void
  readonly ref?: Ref<HTMLSelectElement>
}
