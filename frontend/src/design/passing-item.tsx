import type { ReactNode } from 'react'
import { useHandingOn } from './hand-on.ts'

/** A list item that goes away once it is decided; {@link useHandingOn} moves the focus. */
export const PassingItem = ({ children }: { readonly children: ReactNode }) => (
  <li {...useHandingOn<HTMLLIElement>()}>{children}</li>
)
