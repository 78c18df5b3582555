import styles from './key-hint.module.css'

/** The key that does the same; for eyes only, since a screen reader has the shortcuts sheet. */
export const KeyHint = ({ children }: { readonly children: string }) => (
  <span className={styles.key} aria-hidden="true">
    {children}
  </span>
)
