import { LanguageControl, Preference, ThemeControl } from '../design/preferences.tsx'
import { useAdminText } from '../text/use-admin-text.ts'
import { useDeskText } from '../text/use-desk-text.ts'
import { CannedRepliesPart } from './admin/settings/canned-replies-part.tsx'
import { InstallationSettings } from './admin/settings/installation-settings.tsx'
import { chooseDensity, densities, useDensity } from './inbox/density.ts'
import { useMe } from './me.ts'
import { Part, Screen } from './screen.tsx'
import styles from './settings-screen.module.css'
import { KeySwitch } from './shell/shortcuts-sheet.tsx'

/** Personal settings, and, for administrators, those of the installation. */
export const SettingsScreen = () => {
  const { nav } = useDeskText()
  const { settings: text } = useAdminText()
  const { role } = useMe()
  return (
    <Screen title={nav.settings}>
      <Part title={text.yours} id="yours">
        <div className={styles.preferences}>
          <ThemeControl />
          <LanguageControl />
          <DensityChoice />
        </div>
        <KeySwitch />
      </Part>
      <CannedRepliesPart />
      {role === 'admin' && (
        <Part title={text.all} id="installation">
          <InstallationSettings />
        </Part>
      )}
    </Screen>
  )
}

const DensityChoice = () => {
  const { list } = useDeskText()
  const { density } = useDensity()
  return (
    <Preference
      label={list.density}
      value={density}
      options={densities.map((one) => [one, list[one]])}
      onChoose={chooseDensity}
    />
  )
}
