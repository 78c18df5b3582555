import { RefusedError } from '../../domain/errors.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { activateModel, findModel, readModelHead, showModel } from '../../stores/triage-models.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** Puts another version of the classifier in force, unless it was refused. */
export const rollbackTriageModel = route('rollbackTriageModel', async ({ caller, params: { version }, once }) => {
  const user = signedIn(caller)
  const [head, model] = await Promise.all([readModelHead(), findModel(version)])
  if (!model) throw new RefusedError('not-found', 'model_unknown', `there is no model version ${version}`)
  if (model.refused) {
    throw new RefusedError('conflict', 'model_refused', `model version ${version} was refused for its score`)
  }
  const answer = showModel(model, version)
  if (head.active === version) return answer
  const happening = { event_id: newId(), actor: actorOf(user), now: new Date() }
  if (await activateModel(head, model, happening, once(answer))) return answer
  throw new RefusedError('conflict', 'models_changed', 'the models have changed meanwhile; please look again')
})
