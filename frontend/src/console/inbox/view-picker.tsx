import { useNavigate } from '@tanstack/react-router'
import { ValueSelect } from '../../design/value-select.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useMe } from '../me.ts'
import styles from './inbox.module.css'
import type { ViewName } from './search.ts'
import { viewsFor } from './views.ts'

/** Chooses a view on screens where the navigation has no room for the views. */
export const ViewPicker = ({ view }: { readonly view: ViewName }) => {
  const { nav, views } = useDeskText()
  const { role } = useMe()
  const goTo = useNavigate()
  return (
    <ValueSelect
      className={styles.picker}
      aria-label={nav.views}
      value={view}
      options={viewsFor(role).map((one) => [one, views[one]])}
      onChoose={(chosen) => void goTo({ to: '/', search: { view: chosen } })}
    />
  )
}
