import { type RefObject, useState } from 'react'
import { Button } from './button.tsx'
import { Hidden } from './hidden.tsx'

/** Selects a text on screen, as a person would before copying it. */
const select = (source: HTMLElement | null) => {
  if (source instanceof HTMLTextAreaElement) source.select()
  else if (source) window.getSelection()?.selectAllChildren(source)
}

/** Copies a text that is on screen, and confirms it. */
export const CopyButton = ({ text, source, label, copiedLabel }: CopyButtonProps) => {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // Some browsers do not let a page copy, and none does over plain HTTP: select the text, to be copied by hand.
      select(source.current)
    }
  }
  return (
    <>
      <Button onClick={() => void copy()}>{copied ? copiedLabel : label}</Button>
      <Hidden>
        <span role="status">{copied && copiedLabel}</span>
      </Hidden>
    </>
  )
}

interface CopyButtonProps {
  readonly text: string
  /** Where the text is on screen. */
  readonly source: RefObject<HTMLElement | null>
  readonly label: string
  /** What the button says once the text is copied. */
  readonly copiedLabel: string
}
