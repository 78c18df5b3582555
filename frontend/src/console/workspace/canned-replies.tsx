import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { ActingMenu } from '../../design/acting-menu.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import styles from './composer.module.css'

/** A list of shared replies; choosing one adds it to the draft. Renders nothing if there are none. */
export const CannedReplies = ({ onChoose }: { readonly onChoose: (body: string) => void }) => {
  const { composer } = useDeskText()
  const { data } = useQuery({
    queryKey: keys.cannedReplies,
    queryFn: () => call('listCannedReplies'),
    staleTime: 300_000,
  })
  if (!data || data.items.length === 0) return null
  return (
    <ActingMenu
      className={styles.canned}
      label={composer.canned}
      options={data.items.map(({ id, title }) => [id, title])}
      onChoose={(chosen) => {
        const reply = data.items.find(({ id }) => id === chosen)
        if (reply) onChoose(reply.body)
      }}
    />
  )
}
