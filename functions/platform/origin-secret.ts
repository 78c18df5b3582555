import { timingSafeEqual } from 'node:crypto'
import { isOfSecret } from './secrets.ts'

const sameText = (given: string, right: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Whether a request came through CloudFront, which alone knows the secret: both APIs' own URLs are closed to everybody
 * else. Takes the same time for every wrong value of the right length.
 *
 * @param given the value of `x-origin-secret`; undefined if there is no such header
 * @throws as `isOfSecret`
 */
export const isFromFrontDoor = (given: string | undefined): Promise<boolean> =>
  isOfSecret('ORIGIN_SECRET_ARN', (value) => sameText(given ?? '', value))
