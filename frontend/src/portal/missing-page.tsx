import { Link } from 'wouter'
import { usePortalText } from '../text/use-portal-text.ts'
import styles from './form.module.css'
import { Page } from './page.tsx'

export const MissingPage = () => {
  const { missing } = usePortalText()
  return (
    <Page title={missing.title} lead={missing.lead}>
      <p className={styles.actions}>
        <Link href="/">{missing.home}</Link>
      </p>
    </Page>
  )
}
