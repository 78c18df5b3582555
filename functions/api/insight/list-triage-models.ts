import { route } from '../../platform/http.ts'
import { listModels, readModelHead, showModel } from '../../stores/triage-models.ts'

/** Every version of the classifier that was trained here, newest first. */
export const listTriageModels = route('listTriageModels', async () => {
  const [{ active }, models] = await Promise.all([readModelHead(), listModels()])
  return { items: models.map((model) => showModel(model, active)) }
})
