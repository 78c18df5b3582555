import type { FormEvent } from 'react'
import type { AgentPatch, User } from '../../../../../functions/contracts/people.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../design/button.tsx'
import { Modal } from '../../../design/modal.tsx'
import { FailureNotice } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useDepartments } from '../../use-departments.ts'
import styles from '../admin.module.css'
import { useChange } from '../use-change.ts'
import { useCheckedForm } from '../use-checked-form.ts'
import { touchedByAgents } from './agent-dialog.tsx'
import { AgentFields, placeIn, STANDARD_CAPACITY } from './agent-fields.tsx'

/** Adds an administrator to a department; they stay an administrator. */
export const JoinDialog = ({ admin, onClose }: JoinDialogProps) => {
  const words = useWords()
  const { agents: text } = useAdminText()
  const departments = useDepartments()
  const join = useChange((body: AgentPatch) => call('patchAgent', { params: { id: admin.id }, body }), touchedByAgents)
  const { form, check, errorOf } = useCheckedForm(join.error)
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!check()) return
    join.mutate(placeIn(new FormData(event.currentTarget)), { onSuccess: onClose })
  }
  return (
    <Modal title={text.joinTitle(admin.name)} onClose={onClose}>
      <QueryView query={departments}>
        {(known) => {
          const likeliest = known.find(({ admins_take_tickets }) => admins_take_tickets) ?? known[0]
          const place = { department_id: likeliest?.id ?? '', skills: [], capacity: STANDARD_CAPACITY }
          return (
            <form className={styles.form} ref={form} noValidate onSubmit={send}>
              <AgentFields departments={known} place={place} isAdmin errorOf={errorOf} />
              <div className={styles.full}>{join.error && <FailureNotice error={join.error} />}</div>
              <div className={`${styles.actions} ${styles.full}`}>
                <Button kind="primary" type="submit" busy={join.isPending && words.saving}>
                  {text.join}
                </Button>
              </div>
            </form>
          )
        }}
      </QueryView>
    </Modal>
  )
}

interface JoinDialogProps {
  readonly admin: Pick<User, 'id' | 'name'>
  readonly onClose: () => void
}
