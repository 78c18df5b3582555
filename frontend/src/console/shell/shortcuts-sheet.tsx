import { Modal } from '../../design/modal.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { switchSingleKeys, useSingleKeys } from '../keyboard.ts'
import { useMe } from '../me.ts'
import styles from './shortcuts-sheet.module.css'

const sheet = [
  ['next', 'j'],
  ['previous', 'k'],
  ['open', 'Enter'],
  ['back', 'Esc'],
  ['select', 'x'],
  ['selectNext', 'Shift J'],
  ['selectPrevious', 'Shift K'],
  ['selectTo', 'Shift'],
  ['search', '/'],
  ['palette', 'Ctrl/⌘ K'],
  ['reply', 'r'],
  ['note', 'n'],
  ['status', 's'],
  ['priority', 'p'],
  ['assign', 'a'],
  ['resolve', 'e'],
  ['undo', 'z'],
  ['use', 'Shift A'],
  ['edit', 'Shift E'],
  ['reject', 'Shift X'],
  ['send', 'Ctrl/⌘ Enter'],
  ['inbox', 'g i'],
  ['statistics', 'g s'],
  ['overview', 'g o'],
  ['sheet', '?'],
] as const

/** Shortcuts of administrators only. */
const FOR_ADMINS: readonly string[] = ['assign', 'overview']

/** All shortcuts of a role, and the switch that turns single keys off. */
export const ShortcutsSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { keys } = useDeskText()
  const { role } = useMe()
  const known = sheet.filter(([name]) => role === 'admin' || !FOR_ADMINS.includes(name))
  return (
    <Modal title={keys.title} onClose={onClose}>
      <KeySwitch />
      <dl className={styles.sheet}>
        {known.map(([name, key]) => (
          <div key={name}>
            <dt>{keys[name]}</dt>
            <dd>
              <kbd>{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}

export const KeySwitch = () => {
  const { keys } = useDeskText()
  const on = useSingleKeys()
  return (
    <label className={styles.switch}>
      <input type="checkbox" checked={on} onChange={({ target }) => switchSingleKeys(target.checked)} />
      <span>
        <strong>{keys.switch}</strong> <span className={styles.quiet}>{keys.lead}</span>
      </span>
    </label>
  )
}
