import styles from './key-hint.module.css'

/** The shortcut of the action beside it; hidden from screen readers, whose users have the shortcuts sheet. */
export const KeyHint = ({ children }: { readonly children: string }) => (
  <span className={styles.key} aria-hidden="true">
    {children}
  </span>
)
