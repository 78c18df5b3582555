import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

const bytesOf = async (file: string): Promise<number> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../functions/platform/${file}`, import.meta.url))],
    bundle: true,
    minify: true,
    charset: 'utf8',
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    write: false,
  })
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0)
}

it('is at most 60 KB of code, with all that it needs', async () => {
  expect(await bytesOf('embedded-model.ts')).toBeLessThanOrEqual(60_000)
})
