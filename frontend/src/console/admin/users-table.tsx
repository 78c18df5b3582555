import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { User } from '../../../../functions/contracts/people.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Modal } from '../../design/modal.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { Table } from '../../design/table.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './admin.module.css'
import { useChange } from './use-change.ts'

const PAGE_SIZE = 50

/** Everybody with an account, page by page. */
export const UsersTable = () => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const [erased, setErased] = useState<User | null>(null)
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: keys.users,
    queryFn: ({ pageParam }) =>
      call('listUsers', { query: { limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })
  const { userTable: column } = text
  if (isPending) return <Skeleton rows={6} height={44} />
  return (
    <>
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      {data && (
        <Table
          label={text.users}
          columns={[column.name, column.email, column.role, column.since, text.erase]}
          rows={data.pages
            .flatMap(({ items }) => items)
            .map((user) => ({
              key: user.id,
              cells: [
                user.name,
                user.email,
                words.role[user.role],
                words.format.day(user.created_at),
                <Button
                  key="erase"
                  kind="plain"
                  aria-label={`${text.erase}: ${user.name}`}
                  onClick={() => setErased(user)}
                >
                  {text.erase}
                </Button>,
              ],
            }))}
        />
      )}
      {hasNextPage && (
        <div>
          <Button onClick={() => void fetchNextPage()}>{text.more}</Button>
        </div>
      )}
      {erased && <EraseDialog user={erased} onClose={() => setErased(null)} />}
    </>
  )
}

/** Asked twice, since nothing brings it back. */
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
