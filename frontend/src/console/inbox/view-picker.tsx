import { useNavigate } from '@tanstack/react-router'
import { useDeskText } from '../../text/use-console-text.ts'
import { useMe } from '../me.ts'
import styles from './inbox.module.css'
import type { ViewName } from './search.ts'
import { viewsFor } from './views.ts'

/** The views where the navigation has no room for them. */
export const ViewPicker = ({ view }: { readonly view: ViewName }) => {
  const { nav, views } = useDeskText()
  const { role } = useMe()
  const goTo = useNavigate()
  const names = viewsFor(role)
  return (
    <select
      className={styles.picker}
      aria-label={nav.views}
      value={view}
      onChange={({ target }) => {
        const chosen = names.find((one) => one === target.value)
        if (chosen) void goTo({ to: '/', search: { view: chosen } })
      }}
    >
      {names.map((one) => (
        <option key={one} value={one}>
          {views[one]}
        </option>
      ))}
    </select>
  )
}
