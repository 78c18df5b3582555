import { MachineBox } from '../../design/machine-box.tsx'
import { usePortalText } from '../../text/use-portal-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from '../form.module.css'
import type { Suggestion } from './suggestion.ts'

/** The model's suggestion, announced politely when it arrives. */
export const SuggestionBox = ({ suggestion }: { readonly suggestion: Suggestion | null }) => {
  const { category, priority } = useWords()
  const { submit } = usePortalText()
  return (
    <div aria-live="polite" className={styles.announced}>
      {suggestion && (
        <MachineBox title={submit.suggested} level="h2">
          <p>{submit.suggestion(category[suggestion.suggested_category], priority[suggestion.suggested_priority])}</p>
        </MachineBox>
      )}
    </div>
  )
}
