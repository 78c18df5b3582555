import { Outlet, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Mark } from '../../design/mark.tsx'
import { CONTENT_ID, SkipLink } from '../../design/skip-link.tsx'
import { FailureLines } from '../failures/failure-lines.tsx'
import { FailuresProvider } from '../failures/failures-provider.tsx'
import { useKeys } from '../keyboard.ts'
import { useMe } from '../me.ts'
import { UndoToasts } from '../undo/undo-toasts.tsx'
import { ViewersProvider } from '../viewers/viewers-provider.tsx'
import { CommandPalette } from './command-palette.tsx'
import { ConnectionLine } from './connection-line.tsx'
import { DepartmentLoads } from './department-loads.tsx'
import { Navigation } from './navigation.tsx'
import { PersonMenu } from './person-menu.tsx'
import styles from './shell.module.css'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { useLiveFigures } from './use-live-figures.ts'
import { useScreensAtHand } from './use-screens-at-hand.ts'

/** The desk: navigation, one screen beside it, and the shortcuts that work everywhere. */
export const Shell = () => {
  const me = useMe()
  const goTo = useNavigate()
  const [overlay, setOverlay] = useState<'keys' | 'palette' | null>(null)
  const close = () => setOverlay(null)
  useLiveFigures()
  useScreensAtHand(me.role)

  useKeys({
    '?': () => setOverlay('keys'),
    'Mod+k': () => setOverlay('palette'),
    'g i': () => void goTo({ to: '/', search: {} }),
    'g s': () => void goTo({ to: '/statistics' }),
    'g o': me.role === 'admin' ? () => void goTo({ to: '/overview' }) : undefined,
  })
  return (
    <UndoToasts>
      <FailuresProvider>
        <div className={styles.shell}>
          <SkipLink />
          <header className={styles.side}>
            <Mark href="/console" />
            <Navigation />
            <DepartmentLoads />
            <PersonMenu onKeys={() => setOverlay('keys')} />
          </header>
          <main className={styles.main} id={CONTENT_ID} tabIndex={-1}>
            <ConnectionLine />
            <FailureLines />
            <ViewersProvider>
              <Outlet />
            </ViewersProvider>
          </main>
          {overlay === 'keys' && <ShortcutsSheet onClose={close} />}
          {overlay === 'palette' && <CommandPalette onKeys={() => setOverlay('keys')} onClose={close} />}
        </div>
      </FailuresProvider>
    </UndoToasts>
  )
}
