import type { ReactNode } from 'react'
import { useHandingOn } from './hand-on.ts'

/** An item of a list that goes away once it is decided: as {@link useHandingOn} has it. */
export const PassingItem = ({ children }: { readonly children: ReactNode }) => (
  <li {...useHandingOn<HTMLLIElement>()}>{children}</li>
)
