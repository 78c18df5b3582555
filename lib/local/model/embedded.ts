import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Returns, for a ticket's text, what the hosted model's tool call would contain. */
export type Classify = (text: string) => Promise<Readonly<Record<string, unknown>>>

/**
 * The model that the build bundles for hosts without a network, loaded at its first use.
 *
 * @param distDir folder of the bundles, with `embedded-model/index.js` in it
 */
export const embeddedModel = (distDir: string): Classify => {
  const file = join(distDir, 'embedded-model', 'index.js')
  return async (text) => {
    const { triageText } = createRequire(file)(file) as { readonly triageText: (text: string) => object }
    return { ...triageText(text) }
  }
}
