import { useState } from 'react'
import type { Role, User } from '../../../../../functions/contracts/people.ts'
import { LARGEST_PAGE } from '../../../api/all-pages.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { type Page, usePages } from '../../../api/use-pages.ts'
import { Avatar } from '../../../design/avatar.tsx'
import { Button } from '../../../design/button.tsx'
import { Choice } from '../../../design/choice.tsx'
import { Modal } from '../../../design/modal.tsx'
import { EmptyState, FailureNotice } from '../../../design/notice.tsx'
import { Pager } from '../../../design/pager.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part } from '../../screen.tsx'
import { useDepartments } from '../../use-departments.ts'
import styles from '../admin.module.css'
import { useChange } from '../use-change.ts'

const PAGE_SIZE = 25

const roles: readonly Role[] = ['customer', 'agent', 'admin']

/** One page of users; with a role, reads as many of the host's pages as it takes to find users with it. */
const readUsers = async (role: Role | null, from: string): Promise<Page<User>> => {
  const read = (cursor: string, limit: number) => call('listUsers', { query: { limit, ...(cursor ? { cursor } : {}) } })
  if (role === null) return read(from, PAGE_SIZE)
  const items: User[] = []
  let next_cursor: string | null = from
  do {
    const page: { readonly items: readonly User[]; readonly next_cursor: string | null } = await read(
      next_cursor,
      LARGEST_PAGE,
    )
    items.push(...page.items.filter((user) => user.role === role))
    next_cursor = page.next_cursor
  } while (next_cursor !== null && items.length < PAGE_SIZE)
  return { items, next_cursor }
}

/** Everybody with an account, by role. */
export const UsersPart = ({ onAdmin }: UsersPartProps) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const [role, setRole] = useState<Role | null>(null)
  return (
    <Part
      title={text.users}
      id="users"
      actions={
        <Choice
          label={text.userTable.role}
          value={role ?? ''}
          options={[['', text.anyRole], ...roles.map((one) => [one, words.role[one]] as const)]}
          onChoose={(one) => setRole(one || null)}
        />
      }
    >
      <UsersTable key={role} role={role} onAdmin={onAdmin} />
    </Part>
  )
}

interface UsersPartProps {
  /** Opens the dialog with an administrator's department; undefined until that is loaded. */
  readonly onAdmin: ((admin: User) => void) | undefined
}

const UsersTable = ({ role, onAdmin }: UsersPartProps & { readonly role: Role | null }) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const { userTable: column } = text
  const [erased, setErased] = useState<User | null>(null)
  const users = usePages([...keys.users, role], (cursor) => readUsers(role, cursor))
  const departments = useDepartments().data ?? []
  /** The person's department; administrators may choose one. */
  const place = (user: User) => {
    const name = departments.find(({ id }) => id === user.department_id)?.name
    if (user.role !== 'admin' || !onAdmin) return name ?? '–'
    const choice = name === undefined ? text.joinShort : text.departmentShort(name)
    return (
      <Button key="place" kind="plain" aria-label={`${choice}: ${user.name}`} onClick={() => onAdmin(user)}>
        {choice}
      </Button>
    )
  }
  const row = (user: User) => ({
    key: user.id,
    cells: [
      <span key="name" className={styles.person}>
        <Avatar name={user.name} presence={user.presence} /> {user.name}
      </span>,
      user.email,
      words.role[user.role],
      words.format.date(user.created_at),
      place(user),
      <Button key="erase" kind="plain" aria-label={`${text.erase}: ${user.name}`} onClick={() => setErased(user)}>
        {text.eraseShort}
      </Button>,
    ],
  })
  return (
    <>
      <QueryView query={users.query} rows={8}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={text.noUsers} />
          ) : (
            <Table
              label={text.users}
              columns={[column.name, column.email, column.role, column.since, text.table.department, text.erase]}
              rows={items.map(row)}
            />
          )
        }
      </QueryView>
      <Pager label={text.users} page={users.page} hasNext={users.hasNext} onGo={users.goTo} />
      {erased && <EraseDialog user={erased} onClose={() => setErased(null)} />}
    </>
  )
}

/** Asks for confirmation, since erasure cannot be undone. */
const EraseDialog = ({ user, onClose }: { readonly user: User; readonly onClose: () => void }) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const erase = useChange(
    (_: null, headers) => call('eraseUser', { params: { id: user.id }, headers }),
    [keys.users, keys.agents],
  )
  return (
    <Modal title={text.erase} onClose={onClose}>
      <p>{text.eraseHint(user.name)}</p>
      {erase.error && <FailureNotice error={erase.error} />}
      <div className={styles.actions}>
        <Button
          kind="danger"
          busy={erase.isPending && words.saving}
          onClick={() => erase.mutate(null, { onSuccess: onClose })}
        >
          {text.erase}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </Modal>
  )
}
