import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Agent, User } from '../../../../../functions/contracts/people.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Avatar } from '../../../design/avatar.tsx'
import { Button } from '../../../design/button.tsx'
import { LoadBar } from '../../../design/load-bar.tsx'
import { EmptyState } from '../../../design/notice.tsx'
import { PagedTable } from '../../../design/paged-table.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { numeric } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useMe } from '../../me.ts'
import { Screen } from '../../screen.tsx'
import { useDepartments } from '../../use-departments.ts'
import admin from '../admin.module.css'
import { AgentDialog } from './agent-dialog.tsx'
import styles from './agents-screen.module.css'
import { JoinDialog } from './join-dialog.tsx'
import { UsersPart } from './users-part.tsx'

const FRESH_EVERY_MS = 15_000
const PAGE_SIZE = 15

/** All agents with their loads, and everybody who has an account. */
export const AgentsScreen = () => {
  const { nav } = useDeskText()
  const { agents: text } = useAdminText()
  const agents = useQuery({
    queryKey: keys.agents,
    queryFn: () => call('listAgents'),
    refetchInterval: FRESH_EVERY_MS,
  })
  const me = useMe()
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => setOpened(null)
  const placeOf = ({ id }: Person) => agents.data?.items.find((agent) => agent.id === id)
  const openAgent = (agent: Agent) => setOpened({ agent, admin: agent.id === me.id ? me : undefined })
  const openAdmin = (admin: Person) => setOpened({ admin, agent: placeOf(admin) })
  return (
    <Screen
      title={nav.agents}
      actions={
        agents.data && (
          <Button onClick={() => openAdmin(me)}>{placeOf(me) ? text.ownDepartment : text.joinDepartment}</Button>
        )
      }
    >
      <QueryView query={agents} rows={8}>
        {({ items }) =>
          items.length === 0 ? <EmptyState title={text.empty} /> : <AgentsTable agents={items} onEdit={openAgent} />
        }
      </QueryView>
      {!agents.isPending && <UsersPart onAdmin={agents.data && openAdmin} />}
      {opened?.agent && <AgentDialog agent={opened.agent} isAdmin={opened.admin !== undefined} onClose={close} />}
      {opened?.admin && !opened.agent && <JoinDialog admin={opened.admin} onClose={close} />}
    </Screen>
  )
}

type Person = Pick<User, 'id' | 'name'>

/** The person whose dialog is open, as of its opening: an agent, an administrator, or both. */
interface Opened {
  readonly agent: Agent | undefined
  readonly admin: Person | undefined
}

const AgentsTable = ({ agents, onEdit }: AgentsTableProps) => {
  const { format } = useWords()
  const { nav } = useDeskText()
  const { agents: text } = useAdminText()
  const departments = useDepartments().data ?? []
  const { table: column } = text
  return (
    <PagedTable
      pageSize={PAGE_SIZE}
      label={nav.agents}
      columns={[
        column.name,
        column.department,
        column.skills,
        column.load,
        numeric(column.resolved),
        numeric(column.speed),
        text.edit,
      ]}
      rows={agents.map((agent) => ({
        key: agent.id,
        cells: [
          <span key="name" className={admin.person}>
            <Avatar name={agent.name} presence={agent.presence} /> {agent.name}
          </span>,
          departments.find(({ id }) => id === agent.department_id)?.name ?? '–',
          agent.skills.join(', ') || '–',
          <span key="load" className={styles.load}>
            <LoadBar
              name=""
              share={agent.active / agent.capacity}
              threshold={1}
              figure={`${agent.active}/${agent.capacity}`}
            />
          </span>,
          format.number(agent.resolved_total),
          agent.avg_resolution_hours === null ? '–' : text.hours(format.tenths(agent.avg_resolution_hours)),
          <Button key="edit" onClick={() => onEdit(agent)} aria-label={text.editTitle(agent.name)}>
            {text.edit}
          </Button>,
        ],
      }))}
    />
  )
}

interface AgentsTableProps {
  readonly agents: readonly Agent[]
  readonly onEdit: (agent: Agent) => void
}
