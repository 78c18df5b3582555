import type { Department } from '../../../functions/contracts/department.ts'
import { LoadBar } from '../design/load-bar.tsx'
import { useDeskText } from '../text/use-desk-text.ts'
import { useWords } from '../text/use-words.ts'

/** A department's load with its threshold. While nobody is online there is no capacity, and so no share of it. */
export const DepartmentLoad = ({ department: { load, overload_threshold }, name }: DepartmentLoadProps) => {
  const { format } = useWords()
  const { nobodyOnline } = useDeskText()
  const isManned = load.capacity > 0
  const unmanned = load.active + load.waiting > 0 ? Number.POSITIVE_INFINITY : 0
  return (
    <LoadBar
      name={name}
      share={isManned ? load.pressure : unmanned}
      threshold={overload_threshold}
      figure={isManned ? format.percent(load.pressure) : nobodyOnline}
    />
  )
}

interface DepartmentLoadProps {
  readonly department: Pick<Department, 'load' | 'overload_threshold'>
  /** Shown before the figure. */
  readonly name: string
}
