import type { ComponentProps } from 'react'
import { Button, onFirstClick } from './button.tsx'
import { useHandingOn } from './hand-on.ts'

/** Removes its list item, and goes away with it; {@link useHandingOn} moves the focus. */
export const RemoveButton = ({ onRemove, ...rest }: RemoveButtonProps) => (
  <Button kind="plain" {...rest} {...useHandingOn<HTMLButtonElement>()} onClick={onFirstClick(onRemove)} />
)

interface RemoveButtonProps
  extends Pick<ComponentProps<typeof Button>, 'children' | 'busy' | 'aria-label' | 'aria-disabled'> {
  readonly onRemove: () => void
}
