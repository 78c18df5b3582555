import { Link, useLocation } from '@tanstack/react-router'
import {
  Building2,
  ChartColumn,
  ChartLine,
  FlaskConical,
  GitMerge,
  Inbox,
  type LucideIcon,
  ScrollText,
  Settings,
  Sparkles,
  UserPlus,
  Users,
} from 'lucide-react'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useMe } from '../me.ts'
import { type ScreenName, screensFor } from '../screens.ts'
import styles from './navigation.module.css'
import { ViewLinks } from './view-links.tsx'

const icons: Readonly<Record<ScreenName, LucideIcon>> = {
  overview: ChartLine,
  agents: Users,
  departments: Building2,
  merges: GitMerge,
  applications: UserPlus,
  triage: Sparkles,
  lab: FlaskConical,
  audit: ScrollText,
  statistics: ChartColumn,
  settings: Settings,
}

/** On a narrow page the links form one line that scrolls sideways. */
const bringIntoSight = (link: HTMLElement | null): void => link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

/** Links to the tickets with their views, then to the other screens, as far as the role may see them. */
export const Navigation = () => {
  const { nav } = useDeskText()
  const { role } = useMe()
  const { pathname } = useLocation()
  return (
    <nav className={styles.nav} aria-label={nav.main}>
      <ul>
        <li>
          <Link
            className={styles.link}
            to="/"
            search={{}}
            title={nav.tickets}
            activeOptions={{ includeSearch: false, exact: true }}
          >
            <Label Icon={Inbox} name={nav.tickets} />
          </Link>
          <ViewLinks />
        </li>
        {screensFor(role).map(([key, to]) => (
          <li key={key}>
            <Link className={styles.link} to={to} title={nav[key]} ref={to === pathname ? bringIntoSight : null}>
              <Label Icon={icons[key]} name={nav[key]} />
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
    <span className={styles.name}>{name}</span>
  </>
)
