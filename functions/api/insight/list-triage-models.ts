import { shortPage } from '../../stores/short-lists.ts'
import { listModels, readModelHead, showModel } from '../../stores/triage-models.ts'
import { route } from '../pipeline/http.ts'

/** Every version of the classifier that was trained here, newest first. */
export const listTriageModels = route('listTriageModels', async ({ query }) => {
  const [{ active }, models] = await Promise.all([readModelHead(), listModels()])
  const shown = models.map((model) => showModel(model, active))
  return shortPage('triage-models', shown, query)
})
