import { peopleRoutes } from '../contracts/routes/people.ts'
import { applyAsAgent, requestModeration } from './people/apply-as-agent.ts'
import { decideApplication } from './people/decide-application.ts'
import { eraseUser } from './people/erase-user.ts'
import { getOwnAgent } from './people/get-own-agent.ts'
import { listAgents } from './people/list-agents.ts'
import { listApplications, listModRequests } from './people/list-applications.ts'
import { listUsers } from './people/list-users.ts'
import { patchAgent } from './people/patch-agent.ts'
import { removeAgent } from './people/remove-agent.ts'
import { unsubscribe } from './people/unsubscribe.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(peopleRoutes, {
  listAgents,
  getOwnAgent,
  patchAgent,
  removeAgent,
  listUsers,
  eraseUser,
  listApplications,
  applyAsAgent,
  decideApplication,
  listModRequests,
  requestModeration,
  unsubscribe,
})
