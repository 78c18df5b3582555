import { numericSetting } from '../platform/env.ts'
import { sharded, shardOf } from './tables.ts'

/** The numbers of the shards over which index keys of low cardinality are spread, from 0. */
export const indexShards = (): readonly number[] =>
  Array.from({ length: numericSetting('INDEX_SHARDS') }, (_none, shard) => shard)

/** The shard of a row, by its id. */
export const shardFor = (id: string): number => shardOf(id, numericSetting('INDEX_SHARDS'))

/** The index key of a row: the value with the shard of the row's id. */
export const shardKey = (value: string, id: string): string => sharded(value, shardFor(id))

/** The index keys of all rows with a value, one per shard. */
export const shardKeys = (value: string): readonly string[] => indexShards().map((shard) => sharded(value, shard))
