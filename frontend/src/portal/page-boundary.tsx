import { Component, type ReactNode } from 'react'
import { FailureNotice } from '../design/notice.tsx'
import { useWords } from '../text/use-words.ts'
import { Page } from './page.tsx'

/**
 * Catches errors that keep a page from being shown, such as code that failed to load. The frame around it stays; use
 * the address as its `key`, so that another page gets a fresh start.
 */
export class PageBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    return this.state.error === null ? this.props.children : <FailedPage error={this.state.error} />
  }
}

/** A browser may remember that code failed to load, so trying again reloads the page; drafts survive that. */
const FailedPage = ({ error }: { readonly error: unknown }) => {
  const { problem } = useWords()
  return (
    <Page title={problem.title}>
      <FailureNotice error={error} onRetry={() => window.location.reload()} />
    </Page>
  )
}
