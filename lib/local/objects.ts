import type { AwsService } from './aws-service.ts'

export interface ObjectsOptions {
  readonly dataDir: string
  /** Names of the template's buckets. */
  readonly buckets: readonly string[]
}

/** S3 (`s3`), path style. Errors carry S3's codes; the AWS port writes them as XML. */
export type Objects = AwsService

export const startObjects = async (_options: ObjectsOptions): Promise<Objects> => {
  throw new Error('under construction')
}
