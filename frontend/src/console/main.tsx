import '../design/tokens.css'
import '../design/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { newQueryClient } from '../api/queries.ts'
import { firstTexts, LanguageProvider } from '../text/language.tsx'
import { type ConsoleCatalogue, DeskTextContext, loadConsoleText } from '../text/use-console-text.ts'
import { WordsContext } from '../text/use-words.ts'
import { App } from './app.tsx'

const provide = ({ words, desk }: ConsoleCatalogue) => (
  <WordsContext value={words}>
    <DeskTextContext value={desk}>
      <App />
    </DeskTextContext>
  </WordsContext>
)

const start = async () => {
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root to render into')
  const first = await firstTexts(loadConsoleText)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={newQueryClient()}>
        <LanguageProvider first={first} load={loadConsoleText} provide={provide} />
      </QueryClientProvider>
    </StrictMode>,
  )
}

void start()
