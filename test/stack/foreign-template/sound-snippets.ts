import type { Snippet } from './snippet.ts'
import { soundDoors } from './sound-doors.ts'
import { soundFronts } from './sound-fronts.ts'
import { soundPermissions } from './sound-permissions.ts'
import { soundReaders } from './sound-readers.ts'
import { soundServices } from './sound-services.ts'
import { soundWatching } from './sound-watching.ts'

/** Pieces of somebody else's sound templates, in which much is known only at a deployment. */
export const soundSnippets: readonly Snippet[] = [
  ...soundPermissions,
  ...soundDoors,
  ...soundWatching,
  ...soundServices,
  ...soundReaders,
  ...soundFronts,
]
