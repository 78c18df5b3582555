import { ActingSelect } from './acting-select.tsx'
import type { NamedValues } from './value-select.tsx'

const UNCHOSEN = ''

/** A list that shows its own name again after each choice. */
export const ActingMenu = <Value extends string>({
  label,
  options,
  className,
  isBusy = false,
  onChoose,
}: ActingMenuProps<Value>) => (
  <ActingSelect<Value | typeof UNCHOSEN>
    className={className}
    aria-label={label}
    aria-disabled={isBusy || undefined}
    value={UNCHOSEN}
    options={[[UNCHOSEN, label], ...options]}
    onChoose={(chosen) => {
      if (chosen !== UNCHOSEN && !isBusy) onChoose(chosen)
    }}
  />
)

interface ActingMenuProps<Value extends string> {
  readonly label: string
  readonly options: NamedValues<Value>
  readonly className?: string | undefined
  /** Whether choosing is refused. */
  readonly isBusy?: boolean
  readonly onChoose: (value: Value) => void
}
