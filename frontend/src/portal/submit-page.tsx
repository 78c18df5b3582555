import { useState } from 'react'
import type { OpenedTicket } from '../../../functions/contracts/ticket.ts'
import { usePortalText } from '../text/use-portal-text.ts'
import { Page } from './page.tsx'
import { SentPage } from './sent-page.tsx'
import { SubmitForm } from './submit-form.tsx'

/** The first thing a customer sees: the form, and after sending what became of it. */
export const SubmitPage = () => {
  const { submit } = usePortalText()
  const [sent, setSent] = useState<OpenedTicket | null>(null)

  if (sent) return <SentPage ticket={sent} onAnother={() => setSent(null)} />
  return (
    <Page title={submit.title} name={submit.pageTitle} lead={submit.lead}>
      <SubmitForm onSent={setSent} />
    </Page>
  )
}
