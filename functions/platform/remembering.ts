import { pause } from './pause.ts'

/** Values that are loaded anew only after a lifetime; `Key` is empty if there is only one. */
export interface Remembering<Key extends readonly string[], Value> {
  /** A key's value, at most as old as the lifetime. */
  get(...key: Key): Promise<Value>
  /** Loads a key's value now; later calls of `get` return it too. */
  reload(...key: Key): Promise<Value>
  /** Forgets all values, so that they are loaded anew when next needed. */
  forget(): void
  /**
   * Forgets all values and resolves after a lifetime. By then no other instance remembers what it loaded before this
   * call, so that a change made before it is in use everywhere, unless values come from an index that lags behind.
   */
  outlived(): Promise<void>
}

/**
 * Remembers loaded values in this instance's memory; concurrent calls share one load. A failed load is forgotten, so
 * that the next call tries again.
 *
 * @param load loads the value of a key; keys must be few, since none is ever dropped to make room
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

/** Remembers the one value that `load` returns, as `remembering` does for several keys. */
export const rememberingOne = <Value>(
  lifetimeMs: number,
  load: () => Promise<Value>,
): Remembering<readonly [], Value> => {
  const values = remembering(lifetimeMs, (_: 'one') => load())
  return { ...values, get: () => values.get('one'), reload: () => values.reload('one') }
}
