import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react'
import styles from './choice.module.css'
import { type NamedValues, ValueSelect } from './value-select.tsx'

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
      <ValueSelect
        id={id}
        ref={ref}
        value={value}
        options={options}
        disabled={disabled}
        onKeyDown={openByArrow}
        onChoose={onChoose}
      />
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: ReactNode
  readonly value: Value
  readonly options: NamedValues<Value>
  readonly disabled?: boolean
  readonly onChoose: (value: Value) => void
  readonly ref?: Ref<HTMLSelectElement>
}
