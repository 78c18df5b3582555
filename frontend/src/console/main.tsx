import '../design/tokens.css'
import '../design/base.css'
import { startPage } from '../start-page.tsx'
import { DeskTextContext, loadConsoleText } from '../text/use-desk-text.ts'
import { WordsContext } from '../text/use-words.ts'
import { App } from './app.tsx'

void startPage(loadConsoleText, ({ words, desk }) => (
  <WordsContext value={words}>
    <DeskTextContext value={desk}>
      <App />
    </DeskTextContext>
  </WordsContext>
))
