import { Popover } from 'radix-ui'
import type { Presence, User } from '../../../../functions/contracts/people.ts'
import { call } from '../../api/call.ts'
import { keepUser, signOut } from '../../api/session.ts'
import { useInTurn, useUnderway } from '../../api/use-in-turn.ts'
import { Avatar, PresenceDot } from '../../design/avatar.tsx'
import { Button } from '../../design/button.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { LanguageControl, ThemeControl } from '../../design/preferences.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import { ConnectionMark } from './connection-mark.tsx'
import styles from './person-menu.module.css'
import { readMe, useOwnPresence } from './use-own-presence.ts'

const presences: readonly Presence[] = ['online', 'dnd', 'offline']

/** The signed-in person's menu: presence, theme, language and sign-out. */
export const PersonMenu = ({ onKeys }: { readonly onKeys: () => void }) => {
  const words = useWords()
  const { person, keys } = useDeskText()
  const me = useMe()
  const presence = usePresenceInHand(me)
  useOwnPresence()
  return (
    <div className={styles.foot}>
      <div className={styles.state}>
        <ConnectionMark />
        <span className={styles.theme}>
          <ThemeControl />
        </span>
      </div>
      <Popover.Root>
        <Popover.Trigger className={styles.trigger}>
          <Avatar name={me.name} presence={presence} />
          <strong className={styles.who}>{me.name}</strong>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            className={styles.menu}
            aria-label={me.name}
            side="top"
            align="start"
            sideOffset={8}
            collisionPadding={8}
          >
            <PresenceChoice />
            <div className={styles.row}>
              <ThemeControl />
              <LanguageControl />
            </div>
            <div className={styles.row}>
              <Popover.Close asChild>
                <Button kind="plain" onClick={onKeys}>
                  {keys.title}
                </Button>
              </Popover.Close>
              <a className={styles.link} href="/">
                {person.portal}
              </a>
              <Button kind="plain" onClick={() => void signOut()}>
                {words.signOut}
              </Button>
            </div>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}

const changesOf = ({ id }: User) => ['change-presence', id] as const

/** The presence once all changes under way have arrived; the host's value if there are none. */
const usePresenceInHand = (me: User): Presence => {
  const chosen = useUnderway<Presence>(changesOf(me))
  return chosen.at(-1)?.variables ?? me.presence
}

const PresenceChoice = () => {
  const words = useWords()
  const { person } = useDeskText()
  const me = useMe()
  const presence = usePresenceInHand(me)
  // With arrow keys one passes other values before the intended one.
  const change = useInTurn({
    mutationKey: changesOf(me),
    mutationFn: (presence: Presence) => call('changePresence', { body: { presence } }),
    onSuccess: ({ user }) => keepUser(user),
    // The host may have accepted it nevertheless. The next choice waits for this read, or it could overtake it.
    onError: readMe,
  })
  return (
    <fieldset className={styles.presence}>
      <legend>{person.presence}</legend>
      {presences.map((one) => (
        <label key={one} className={styles.choice}>
          <input type="radio" name="presence" checked={presence === one} onChange={() => change.mutate(one)} />
          <PresenceDot presence={one} label={false} />
          <span>
            <strong>{words.presence[one]}</strong>
            <br />
            <span className={styles.effect}>{person.effect[one]}</span>
          </span>
        </label>
      ))}
      {change.error && <FailureNotice error={change.error} />}
    </fieldset>
  )
}
