import type { Snippet } from './snippet.ts'
import { soundDoors } from './sound-doors.ts'
import { soundFronts } from './sound-fronts.ts'
import { soundPermissions } from './sound-permissions.ts'
import { soundPipes } from './sound-pipes.ts'
import { soundReaders } from './sound-readers.ts'
import { soundServices } from './sound-services.ts'
import { soundWatching } from './sound-watching.ts'

/** Parts of other people's sound templates, in which many values are only known at a deployment. */
export const soundSnippets: readonly Snippet[] = [
  ...soundPermissions,
  ...soundDoors,
  ...soundWatching,
  ...soundServices,
  ...soundReaders,
  ...soundPipes,
  ...soundFronts,
]
