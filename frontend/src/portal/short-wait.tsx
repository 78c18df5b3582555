import { Skeleton } from '../design/skeleton.tsx'

/** In place of what is awaited and fits on a screen with all that is around it, such as a form: the foot stays where it is. */
export const ShortWait = () => (
  <div data-short>
    <Skeleton rows={3} height={60} />
  </div>
)
