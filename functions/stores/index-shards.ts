import { numericSetting } from '../platform/env.ts'
import { sharded, shardOf } from './tables.ts'

/** The shards of every index key of low cardinality, by number. */
export const indexShards = (): readonly number[] =>
  Array.from({ length: numericSetting('INDEX_SHARDS') }, (_none, shard) => shard)

/** The shard of a row, by its id. */
export const shardFor = (id: string): number => shardOf(id, numericSetting('INDEX_SHARDS'))

/** The key under which an index has one row with a value, by the row's id. */
export const shardKey = (value: string, id: string): string => sharded(value, shardFor(id))

/** All keys under which an index has the rows with a value. */
export const shardKeys = (value: string): readonly string[] => indexShards().map((shard) => sharded(value, shard))
