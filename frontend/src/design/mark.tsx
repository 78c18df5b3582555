import styles from './mark.module.css'

/** The load line: three lines of growing length, and the name. */
export const Mark = ({ href, label = 'Plimsoll' }: { readonly href: string; readonly label?: string }) => (
  <a className={styles.mark} href={href}>
    <svg viewBox="0 0 20 16" width="20" height="16" aria-hidden="true">
      <rect x="0" y="1" width="8" height="3" rx="1.5" />
      <rect x="0" y="6.5" width="14" height="3" rx="1.5" />
      <rect x="0" y="12" width="20" height="3" rx="1.5" />
    </svg>
    <span className={styles.name}>{label}</span>
  </a>
)
