import { type ReactNode, type Ref, useId } from 'react'
import { ActingSelect } from './acting-select.tsx'
import styles from './choice.module.css'
import type { NamedValues } from './value-select.tsx'

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
      <ActingSelect id={id} ref={ref} value={value} options={options} disabled={disabled} onChoose={onChoose} />
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
