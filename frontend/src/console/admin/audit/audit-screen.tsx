import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { usePages } from '../../../api/use-pages.ts'
import { Button } from '../../../design/button.tsx'
import { EmptyState, FailureNotice } from '../../../design/notice.tsx'
import { Pager } from '../../../design/pager.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { Screen } from '../../screen.tsx'
import { useExport } from '../use-export.ts'
import { type AuditFilter, AuditFilters } from './audit-filters.tsx'
import { AuditTable } from './audit-table.tsx'
import { useNamedTicket } from './use-named-ticket.ts'

const PAGE_SIZE = 25

/** All changes: who made them, from which value to which. */
export const AuditScreen = () => {
  const { nav } = useDeskText()
  const { audit } = useAdminText()
  const [chosen, setChosen] = useState<AuditFilter>({})
  const ticket = useNamedTicket()
  const filter = { ...chosen, ticket_id: ticket.id }
  const exporting = useExport('audit.csv', () => call('exportAudit', { query: filter }))
  return (
    <Screen
      title={nav.audit}
      actions={
        <Button busy={exporting.isPending && audit.exporting} onClick={() => exporting.mutate()}>
          {audit.csv}
        </Button>
      }
    >
      <AuditFilters ticket={ticket} onChange={(part) => setChosen((before) => ({ ...before, ...part }))} />
      {exporting.error && <FailureNotice error={exporting.error} />}
      <AuditPages key={JSON.stringify(filter)} filter={filter} />
    </Screen>
  )
}

const AuditPages = ({ filter }: { readonly filter: AuditFilter & { readonly ticket_id: string | undefined } }) => {
  const { nav } = useDeskText()
  const { audit } = useAdminText()
  const events = usePages([...keys.audit, filter], (cursor) =>
    call('listAudit', { query: { ...filter, limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) } }),
  )
  return (
    <div>
      <QueryView query={events.query} rows={10}>
        {({ items }) => (items.length === 0 ? <EmptyState title={audit.empty} /> : <AuditTable events={items} />)}
      </QueryView>
      <Pager label={nav.audit} page={events.page} hasNext={events.hasNext} onGo={events.goTo} />
    </div>
  )
}
