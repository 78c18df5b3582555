import { Skeleton } from '../design/skeleton.tsx'

/** A placeholder for content that fits on one screen, such as a form: keeps the footer in its place. */
export const ShortWait = () => (
  <div data-short>
    <Skeleton rows={3} height={60} />
  </div>
)
