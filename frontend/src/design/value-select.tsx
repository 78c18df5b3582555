import type { ComponentProps } from 'react'

/** The values of a list in their order, each with its name on screen. */
export type NamedValues<Value extends string> = readonly (readonly [Value, string])[]

export const Options = ({ of }: { readonly of: NamedValues<string> }) =>
  of.map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ))

/** A select that always has one of its values, and reports the chosen value with its own type, not as text. */
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
