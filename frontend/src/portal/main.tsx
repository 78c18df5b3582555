import '../design/tokens.css'
import '../design/base.css'
import './portal.css'
import { startPage } from '../start-page.tsx'
import { loadPortalText, PortalTextContext } from '../text/use-portal-text.ts'
import { WordsContext } from '../text/use-words.ts'
import { App } from './app.tsx'

void startPage(loadPortalText, ({ words, portal }) => (
  <WordsContext value={words}>
    <PortalTextContext value={portal}>
      <App />
    </PortalTextContext>
  </WordsContext>
))
