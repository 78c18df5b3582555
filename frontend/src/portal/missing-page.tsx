import { Link } from 'wouter'
import { usePortalText } from '../text/use-portal-text.ts'
import { Page } from './page.tsx'

export const MissingPage = () => {
  const { missing } = usePortalText()
  return (
    <Page title={missing.title} lead={missing.lead}>
      <p>
        <Link href="/">{missing.home}</Link>
      </p>
    </Page>
  )
}
