import { buildAll } from '../../bin/build.ts'

/** Before any test: the bundles and pages that the stack and the local host take from dist/. */
export const setup = async (): Promise<void> => {
  await buildAll()
}
