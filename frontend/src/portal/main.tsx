import '../design/tokens.css'
import '../design/base.css'
import './portal.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { newQueryClient } from '../api/queries.ts'
import { firstTexts, LanguageProvider } from '../text/language.tsx'
import { loadPortalText, type PortalCatalogue, PortalTextContext } from '../text/use-portal-text.ts'
import { WordsContext } from '../text/use-words.ts'
import { App } from './app.tsx'

const provide = ({ words, portal }: PortalCatalogue) => (
  <WordsContext value={words}>
    <PortalTextContext value={portal}>
      <App />
    </PortalTextContext>
  </WordsContext>
)

const start = async () => {
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root to render into')
  const first = await firstTexts(loadPortalText)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={newQueryClient()}>
        <LanguageProvider first={first} load={loadPortalText} provide={provide} />
      </QueryClientProvider>
    </StrictMode>,
  )
}

void start()
