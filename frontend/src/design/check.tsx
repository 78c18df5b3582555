import styles from './check.module.css'

/** A checkbox with its label beside it. */
export const Check = ({ name, label, on, onChange }: CheckProps) => (
  <label className={styles.check}>
    <input type="checkbox" name={name} defaultChecked={on} onChange={({ target }) => onChange?.(target.checked)} />{' '}
    {label}
  </label>
)

interface CheckProps {
  readonly name: string
  readonly label: string
  /** Whether it is ticked at first. */
  readonly on: boolean
  readonly onChange?: (on: boolean) => void
}
