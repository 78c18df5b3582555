import { Link } from '@tanstack/react-router'
import {
  Building2,
  ChartColumn,
  ChartLine,
  GitMerge,
  Inbox,
  type LucideIcon,
  ScrollText,
  Settings,
  UserPlus,
  Users,
} from 'lucide-react'
import { useDeskText } from '../text/use-console-text.ts'
import { ViewLinks } from './inbox/view-links.tsx'
import { useMe } from './me.ts'
import styles from './navigation.module.css'

const adminScreens = [
  ['overview', '/overview', ChartLine],
  ['agents', '/agents', Users],
  ['departments', '/departments', Building2],
  ['merges', '/merges', GitMerge],
  ['applications', '/applications', UserPlus],
  ['audit', '/audit', ScrollText],
] as const
const everybodysScreens = [
  ['statistics', '/statistics', ChartColumn],
  ['settings', '/settings', Settings],
] as const

/** Where one can go: the tickets with their views, then the other screens; what a role may not see is not there. */
export const Navigation = () => {
  const { nav } = useDeskText()
  const { role } = useMe()
  const screens = [...(role === 'admin' ? adminScreens : []), ...everybodysScreens]
  return (
    <nav className={styles.nav} aria-label={nav.main}>
      <ul>
        <li>
          <Link className={styles.link} to="/" search={{}} activeOptions={{ includeSearch: false, exact: true }}>
            <Label Icon={Inbox} name={nav.tickets} />
          </Link>
          <ViewLinks />
        </li>
        {screens.map(([key, to, Icon]) => (
          <li key={key}>
            <Link className={styles.link} to={to}>
              <Label Icon={Icon} name={nav[key]} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const Label = ({ Icon, name }: { readonly Icon: LucideIcon; readonly name: string }) => (
  <>
    <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
    <span className={styles.name} title={name}>
      {name}
    </span>
  </>
)
