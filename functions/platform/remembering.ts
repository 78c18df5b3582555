import { pause } from './pause.ts'

/** Values that are the same for all who ask within a time; `Key` is empty where there is only one. */
export interface Remembering<Key extends readonly string[], Value> {
  /** A key's value, at most as old as the lifetime. */
  get(...key: Key): Promise<Value>
  /** A key's value as it is now; whoever asks next gets it too. */
  reload(...key: Key): Promise<Value>
  /** Has everything loaded anew when it is next asked for. */
  forget(): void
  /**
   * Resolves after a lifetime, when no other instance remembers what it loaded before this call: whoever has changed what
   * is remembered then knows that everybody works by the change, unless it is loaded from an index that shows it later.
   */
  outlived(): Promise<void>
}

/**
 * Remembers in this instance's memory what takes a call to know; those who ask while it is loaded share the one call. A
 * load that failed is forgotten, so that the next who asks tries again.
 *
 * @param load for keys that are few: nothing makes room for others
 */
export const remembering = <Key extends string, Value>(
  lifetimeMs: number,
  load: (key: Key) => Promise<Value>,
): Remembering<readonly [Key], Value> => {
  const kept = new Map<Key, { readonly value: Promise<Value>; readonly until: number }>()

  const reload = (key: Key): Promise<Value> => {
    const value = load(key)
    kept.set(key, { value, until: Date.now() + lifetimeMs })
    value.catch(() => {
      if (kept.get(key)?.value === value) kept.delete(key)
    })
    return value
  }

  return {
    get: (key) => {
      const known = kept.get(key)
      return known && known.until > Date.now() ? known.value : reload(key)
    },
    reload,
    forget: () => kept.clear(),
    outlived: async () => {
      kept.clear()
      await pause(lifetimeMs)
    },
  }
}

/** Remembers the one value that `load` gives, as `remembering` does those of several keys. */
export const rememberingOne = <Value>(
  lifetimeMs: number,
  load: () => Promise<Value>,
): Remembering<readonly [], Value> => {
  const values = remembering(lifetimeMs, (_: 'one') => load())
  return { ...values, get: () => values.get('one'), reload: () => values.reload('one') }
}
