import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuditEvent, EventType } from '../../../../functions/contracts/events.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { EmptyState, FailureNotice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { Table } from '../../design/table.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useDepartments } from '../department-loads.tsx'
import { Screen } from '../screen.tsx'
import { shownValue } from '../workspace/values.ts'
import styles from './admin.module.css'
import { download } from './download.ts'
import { eventTypes } from './event-types.ts'

const PAGE_SIZE = 50

interface AuditFilter {
  readonly type?: EventType | undefined
  readonly actor?: string | undefined
  readonly ticket_id?: string | undefined
}

/** Everything that was changed, by whom, from what to what. */
export const AuditScreen = () => {
  const { nav } = useDeskText()
  const { audit } = useAdminText()
  const [filter, setFilter] = useState<AuditFilter>({})
  const exporting = useMutation({
    mutationFn: () => call('exportAudit', { query: filter }),
    onSuccess: (csv) => download('audit.csv', csv),
  })
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...keys.audit, filter],
    queryFn: ({ pageParam }) =>
      call('listAudit', { query: { ...filter, limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  })
  const events = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Screen title={nav.audit} actions={<Button onClick={() => exporting.mutate()}>{audit.csv}</Button>}>
      <AuditFilters onChange={(part) => setFilter((before) => ({ ...before, ...part }))} />
      {exporting.error && <FailureNotice error={exporting.error} />}
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton rows={8} height={44} />}
      {data && events.length === 0 && <EmptyState title={audit.empty} />}
      {events.length > 0 && <AuditTable events={events} />}
      {hasNextPage && (
        <div>
          <Button onClick={() => void fetchNextPage()}>{audit.more}</Button>
        </div>
      )}
    </Screen>
  )
}

const AuditFilters = ({ onChange }: { readonly onChange: (part: AuditFilter) => void }) => {
  const { audit } = useAdminText()
  return (
    <search className={styles.form}>
      <Field label={audit.type}>
        {(control) => (
          <select
            {...control}
            onChange={({ target }) => onChange({ type: eventTypes.find((type) => type === target.value) })}
          >
            <option value="">{audit.anyType}</option>
            {eventTypes.map((type) => (
              <option key={type} value={type}>
                {type.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={audit.actor}>
        {(control) => (
          <input {...control} onBlur={({ target }) => onChange({ actor: target.value.trim() || undefined })} />
        )}
      </Field>
      <Field label={audit.ticket}>
        {(control) => (
          <input {...control} onBlur={({ target }) => onChange({ ticket_id: target.value.trim() || undefined })} />
        )}
      </Field>
    </search>
  )
}

const AuditTable = ({ events }: { readonly events: readonly AuditEvent[] }) => {
  const { format } = useWords()
  const { nav, timeline } = useDeskText()
  const { audit } = useAdminText()
  const { table: column } = audit
  return (
    <Table
      label={nav.audit}
      columns={[column.at, column.who, column.what, column.subject, column.changes]}
      rows={events.map((event) => ({
        key: event.event_id,
        cells: [
          <time key="at" className={styles.mono} dateTime={event.at}>
            {format.dayAndTime(event.at)}
          </time>,
          event.actor.name,
          timeline.types[event.type] ?? event.type.replaceAll('_', ' '),
          <span key="subject" className={styles.mono}>
            {event.subject}
          </span>,
          <ChangesCell key="changes" event={event} />,
        ],
      }))}
    />
  )
}

const ChangesCell = ({ event }: { readonly event: AuditEvent }) => {
  const words = useWords()
  const { timeline } = useDeskText()
  const departments = useDepartments().data ?? []
  const shown = Object.entries(event.changes).map(([field, [from, to]]) =>
    timeline.changed(
      timeline.fields[field] ?? field,
      shownValue(field, from, words, departments),
      shownValue(field, to, words, departments),
    ),
  )
  return <span className={styles.text}>{[...shown, event.reason].filter(Boolean).join(', ') || '–'}</span>
}
