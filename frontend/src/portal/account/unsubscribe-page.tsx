import { useState } from 'react'
import { call, idempotency } from '../../api/call.ts'
import { useOnce } from '../../api/use-once.ts'
import { useSubmissionKey } from '../../api/use-submission-key.ts'
import { Button } from '../../design/button.tsx'
import { FailureNotice, Notice } from '../../design/notice.tsx'
import { usePagesText } from '../../text/use-pages-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Page } from '../page.tsx'

/** Reached from a mail, with the signed token in the fragment; asks to confirm, since mail programs open links too. */
export const UnsubscribePage = () => {
  const words = useWords()
  const { unsubscribe } = usePagesText()
  const [token] = useState(() => window.location.hash.slice(1))
  const { keyFor } = useSubmissionKey()
  const stopping = useOnce({
    mutationFn: (_: null) => call('unsubscribe', { body: { token }, headers: idempotency(keyFor(token)) }),
  })
  return (
    <Page title={unsubscribe.title} lead={unsubscribe.lead}>
      {token === '' && <Notice kind="warn">{unsubscribe.incomplete}</Notice>}
      {stopping.status === 'success' && <Notice kind="ok">{unsubscribe.done}</Notice>}
      {stopping.error && <FailureNotice error={stopping.error} />}
      {token !== '' && stopping.status !== 'success' && (
        <div>
          <Button kind="primary" busy={stopping.isPending && words.saving} onClick={() => stopping.mutate(null)}>
            {unsubscribe.confirm}
          </Button>
        </div>
      )}
    </Page>
  )
}
