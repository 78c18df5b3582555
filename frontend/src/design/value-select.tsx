import type { ComponentProps } from 'react'

/** The values of a list in their order, each with the name that it is read by. */
export type NamedValues<Value extends string> = readonly (readonly [Value, string])[]

export const Options = ({ of }: { readonly of: NamedValues<string> }) =>
  of.map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ))

/** A list that always has one of its values, and gives the chosen one back as what it is, not as text. */
export const ValueSelect = <Value extends string>({ options, onChoose, ...select }: ValueSelectProps<Value>) => (
  <select
    {...select}
    onChange={({ target }) => {
      const chosen = options.find(([value]) => value === target.value)
      if (chosen) onChoose(chosen[0])
    }}
  >
    <Options of={options} />
  </select>
)

interface ValueSelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  readonly value: Value
  readonly options: NamedValues<Value>
  readonly onChoose: (value: Value) => void
}
