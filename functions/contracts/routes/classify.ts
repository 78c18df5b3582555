import { everyone, rowsOf } from '../route-contract.ts'
import { Classification, ClassifyRequest } from '../triage.ts'

const row = rowsOf('classify')

export const classifyRoutes = {
  classifyTicket: row('classifyTicket', {
    who: everyone,
    body: ClassifyRequest,
    response: Classification,
  }),
}
