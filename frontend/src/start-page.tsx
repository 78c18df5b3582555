import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PersonProvider } from './api/person-provider.tsx'
import { firstTexts, LanguageProvider, type Loader } from './text/language.tsx'

/**
 * Draws a page into `#root` once its first texts are there.
 *
 * @param load the page's texts in a language
 * @param provide the page, with these texts given to all that is in it
 * @throws Error if the document has no `#root`
 */
export const startPage = async <Catalogue,>(
  load: Loader<Catalogue>,
  provide: (catalogue: Catalogue) => ReactNode,
): Promise<void> => {
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root to render into')
  const first = await firstTexts(load)
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider
        first={first}
        load={load}
        provide={(catalogue) => <PersonProvider>{provide(catalogue)}</PersonProvider>}
      />
    </StrictMode>,
  )
}
