import { type FormEvent, useState } from 'react'
import { useDeskText } from '../text/use-desk-text.ts'
import { LONGEST_TAG, tagOf } from './tag.ts'

/** A form that adds one tag. */
export const TagForm = ({ className, isBusy = false, onAdd }: TagFormProps) => {
  const { ticket: text } = useDeskText()
  const [typed, setTyped] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    const tag = tagOf(typed)
    if (tag) onAdd(tag)
    setTyped('')
  }
  return (
    <form onSubmit={add}>
      <input
        className={className}
        aria-label={text.addTag}
        placeholder={text.addTag}
        aria-disabled={isBusy || undefined}
        maxLength={LONGEST_TAG}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
    </form>
  )
}

interface TagFormProps {
  readonly className?: string | undefined
  /** Whether submitting is blocked for now; the text stays. */
  readonly isBusy?: boolean
  readonly onAdd: (tag: string) => void
}
