import '../design/tokens.css'
import '../design/base.css'
import './portal.css'
import { startPage } from '../start-page.tsx'
import { loadPortalText, PagesTextContext, PortalTextContext } from '../text/use-portal-text.ts'
import { WordsContext } from '../text/use-words.ts'
import { App } from './app.tsx'

void startPage(loadPortalText, ({ words, portal, pages }) => (
  <WordsContext value={words}>
    <PortalTextContext value={portal}>
      <PagesTextContext value={pages}>
        <App />
      </PagesTextContext>
    </PortalTextContext>
  </WordsContext>
))
