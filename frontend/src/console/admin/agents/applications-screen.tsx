import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId } from 'react'
import type { Department } from '../../../../../functions/contracts/department.ts'
import type { Application, ApplicationDecision } from '../../../../../functions/contracts/people.ts'
import { allPages, LARGEST_PAGE } from '../../../api/all-pages.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button, onFirstClick } from '../../../design/button.tsx'
import { Field } from '../../../design/field.tsx'
import { EmptyState, FailureNotice } from '../../../design/notice.tsx'
import { PagedTable } from '../../../design/paged-table.tsx'
import { PassingItem } from '../../../design/passing-item.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { Options } from '../../../design/value-select.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part, Screen } from '../../screen.tsx'
import { useDepartments } from '../../use-departments.ts'
import styles from '../admin.module.css'
import { NumberField } from '../number-field.tsx'
import { useChange } from '../use-change.ts'
import { useCheckedForm } from '../use-checked-form.ts'
import { STANDARD_CAPACITY } from './agent-fields.tsx'

const PAGE_SIZE = 15

/** Reads every application: one that has waited long is on the host's last page. */
const allApplications = () =>
  allPages((cursor) => call('listApplications', { query: { limit: LARGEST_PAGE, ...(cursor ? { cursor } : {}) } }))

/** The applications of customers who want to become agents. */
export const ApplicationsScreen = () => {
  const { format } = useWords()
  const { nav } = useDeskText()
  const { applications: text } = useAdminText()
  const applications = useQuery({ queryKey: keys.applications, queryFn: allApplications })
  return (
    <Screen title={nav.applications}>
      <QueryView query={applications} height={120}>
        {(items) => {
          const open = items.filter(({ state }) => state === 'open')
          const decided = items.filter(({ state }) => state !== 'open')
          return (
            <>
              <Part title={text.waiting} id="waiting">
                {open.length === 0 ? <EmptyState title={text.noneWaiting} /> : <OpenApplications applications={open} />}
              </Part>
              {decided.length > 0 && (
                <Part title={text.decided} id="decided">
                  <PagedTable
                    pageSize={PAGE_SIZE}
                    label={text.decided}
                    columns={[nav.applications, text.skills, text.decided]}
                    rows={decided.map(({ id, user, skills, state, decided_at }) => ({
                      key: id,
                      cells: [
                        user.name,
                        skills.join(', '),
                        `${text.state[state]} ${decided_at ? format.dayAndTime(decided_at) : ''}`,
                      ],
                    }))}
                  />
                </Part>
              )}
            </>
          )
        }}
      </QueryView>
    </Screen>
  )
}

/** The applications to decide: each can be rejected at once, and approved as soon as there is a department. */
const OpenApplications = ({ applications }: { readonly applications: readonly Application[] }) => {
  const departments = useDepartments()
  return (
    <>
      <QueryView query={departments} rows={1}>
        {() => null}
      </QueryView>
      <ul className={styles.stack}>
        {applications.map((application) => (
          <PassingItem key={application.id}>
            <OpenApplication application={application} departments={departments.data} />
          </PassingItem>
        ))}
      </ul>
    </>
  )
}

const OpenApplication = ({ application, departments }: OpenApplicationProps) => {
  const words = useWords()
  const { applications: text } = useAdminText()
  const title = useId()
  const { id, user, motivation, skills } = application
  const decide = useChange(
    (body: ApplicationDecision) => call('decideApplication', { params: { id }, body }),
    [keys.applications, keys.agents],
    { mutationKey: ['decide-application', id] },
  )
  const { form, check, errorOf } = useCheckedForm(decide.error)
  const approve = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!check()) return
    const data = new FormData(event.currentTarget)
    const department_id = String(data.get('department_id'))
    decide.mutate({ state: 'approved', department_id, capacity: Number(data.get('capacity')) })
  }
  return (
    <article className={styles.card} aria-labelledby={title}>
      <h3 id={title}>
        {user.name} <span className={styles.quiet}>{user.email}</span>
      </h3>
      <p className={styles.text} dir="auto">
        {motivation}
      </p>
      <p className={styles.quiet}>
        {text.skills}: {skills.join(', ') || '–'}
      </p>
      {decide.error && <FailureNotice error={decide.error} />}
      <form className={styles.actions} ref={form} noValidate onSubmit={approve}>
        {departments && (
          <>
            <Field label={text.department} error={errorOf('department_id')}>
              {(control) => (
                <select {...control} name="department_id" required>
                  <Options of={departments.map((department) => [department.id, department.name])} />
                </select>
              )}
            </Field>
            <NumberField
              name="capacity"
              label={text.capacity}
              min={1}
              max={100}
              defaultValue={STANDARD_CAPACITY}
              errorOf={errorOf}
            />
            <Button kind="primary" type="submit" busy={decide.isPending && words.saving} onClick={onFirstClick()}>
              {text.approve}
            </Button>
          </>
        )}
        <Button aria-disabled={decide.isPending} onClick={onFirstClick(() => decide.mutate({ state: 'rejected' }))}>
          {text.reject}
        </Button>
      </form>
    </article>
  )
}

interface OpenApplicationProps {
  readonly application: Application
  /** Undefined until loaded. */
  readonly departments: readonly Department[] | undefined
}
