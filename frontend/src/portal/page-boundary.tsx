import { Component, type ReactNode } from 'react'
import { FailureNotice } from '../design/notice.tsx'
import { useWords } from '../text/use-words.ts'
import { Page } from './page.tsx'

/**
 * Catches what keeps a page from being shown at all, such as a part of the program that did not arrive. What is around
 * it stays; give it a `key` of the address, so that another page gets another chance.
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

/** A browser may remember that a part was missing, so trying again begins with the page; drafts survive that. */
const FailedPage = ({ error }: { readonly error: unknown }) => {
  const { problem } = useWords()
  return (
    <Page title={problem.title}>
      <FailureNotice error={error} onRetry={() => window.location.reload()} />
    </Page>
  )
}
