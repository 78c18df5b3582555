import { usePortalText } from '../../text/use-portal-text.ts'
import { Page } from '../page.tsx'
import { useReceiptGiver } from './receipt.ts'
import { SubmitForm } from './submit-form.tsx'

/** The first thing a customer sees. */
export const SubmitPage = () => {
  const { submit } = usePortalText()
  return (
    <Page title={submit.title} name={submit.pageTitle} lead={submit.lead}>
      <SubmitForm onSent={useReceiptGiver()} />
    </Page>
  )
}
