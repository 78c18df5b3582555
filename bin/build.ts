/** Brings dist/ up to date, the functions' bundles and the browser's pages: `npm run build`. */
import { spawn } from 'node:child_process'
import { addAbortListener } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, watch, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, context, stop } from 'esbuild'
import {
  adaptiveRetries,
  checksums,
  jsonSchemas,
  oneHttp,
  packageDescriptions,
  STAND_INS,
  unusedModules,
  unusedSdkModules,
} from './build/left-out.ts'
import { moveFiles } from './build/move-files.ts'
import { sdkSchemas } from './build/sdk-schemas.ts'
import { sideBySide } from './build/side-by-side.ts'
import { zodParts } from './build/zod-parts.ts'
import { endOf } from './program/end-of-program.ts'
import { readFlags, runMain } from './program/run-main.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const DIST = join(root, 'dist')
const FRONTEND = join(root, 'frontend')
const SITE = join(DIST, 'site')
/** Where bundles are built before they are moved: as deep as dist/, so that source maps find their sources. */
const ASIDE = join(root, '.plimsoll-bundles-')
/** Its mtime is when the last build of the site began: newer than every source while there is nothing to do. */
const SITE_STAMP = join(DIST, 'site.stamp')

/** An editor saves in several steps; after this long it is done. */
const SETTLED_MS = 50

/** Folders whose files are one Lambda function each, and what the bundle's name starts with. */
const ENTRY_FOLDERS = { api: 'api-', events: '', schedules: '', sockets: '', triggers: '' } as const

const sourcesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
        .map((entry) => entry.name)
    : []

/** Every bundle by its path under dist/, without extension: the functions, and the local stand-in for the model. */
const entryPoints = (): Record<string, string> => {
  const functions = Object.entries(ENTRY_FOLDERS).flatMap(([folder, prefix]) =>
    sourcesIn(join(root, 'functions', folder)).map((file) => [
      `${prefix}${basename(file, '.ts')}/index`,
      join(root, 'functions', folder, file),
    ]),
  )
  const model = join(root, 'functions/platform/embedded-model.ts')
  return Object.fromEntries(existsSync(model) ? [...functions, ['embedded-model/index', model]] : functions)
}

/** CommonJS with the SDK inside: imported in 56 ms, against 75 ms as ESM and 96 ms with the SDK left outside. */
const options = (): BuildOptions => ({
  entryPoints: entryPoints(),
  outdir: DIST,
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  alias: STAND_INS,
  plugins: [
    unusedModules,
    unusedSdkModules,
    oneHttp,
    packageDescriptions,
    checksums,
    adaptiveRetries,
    sdkSchemas,
    zodParts,
  ],
  minify: true,
  // Keeps words of other languages as they are, not as escapes of twice the size.
  charset: 'utf8',
  // Not in the zip: for reading stack traces from the logs.
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
})

/** The one function that describes the API in JSON Schema. */
const DESCRIBING = 'api-meta/index'

/**
 * Bundles all functions, and writes what is in each to dist/meta.json.
 *
 * @param signal aborts the build
 */
const buildFunctions = async (signal: AbortSignal): Promise<void> => {
  const { promise: brokenOff, reject } = Promise.withResolvers<never>()
  const breakingOff = addAbortListener(signal, () => {
    void stop()
    // A build may wait for ever for a bundler that is gone.
    reject(signal.reason)
  })
  const aside = mkdtempSync(ASIDE)
  try {
    await Promise.race([bundleInto(aside), brokenOff])
    // A process that runs the previous bundles may load more of them at any moment.
    moveFiles(aside, DIST)
  } finally {
    breakingOff[Symbol.dispose]()
    // The bundler may still be writing.
    rmSync(aside, { recursive: true, force: true, maxRetries: 3 })
  }
}

const bundleInto = async (outdir: string): Promise<void> => {
  // Lambda treats a lone .js file as CommonJS; here the project's package.json would make it ESM.
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n')
  const { [DESCRIBING]: describing = '', ...others } = entryPoints()
  const { plugins = [], ...all } = { ...options(), outdir }
  const built = await Promise.all([
    build({ ...all, plugins, entryPoints: { [DESCRIBING]: describing } }),
    build({ ...all, plugins: [...plugins, jsonSchemas], entryPoints: others }),
  ])
  const inputs = Object.assign({}, ...built.map(({ metafile }) => metafile?.inputs))
  const outputs = Object.fromEntries(
    built
      .flatMap(({ metafile }) => Object.entries(metafile?.outputs ?? {}))
      .map(([path, output]) => [path.replace(basename(outdir), basename(DIST)), output]),
  )
  writeFileSync(join(outdir, 'meta.json'), JSON.stringify({ inputs, outputs }))
  // Otherwise esbuild's process stays alive as long as ours, with several hundred megabytes.
  await stop()
}

/**
 * Bundles again whenever a source changes.
 *
 * @param onRebuild called after each bundling that succeeded, the first one included
 * @returns ends the watching
 */
export const watchFunctions = async (onRebuild: () => void): Promise<() => Promise<void>> => {
  // Minifying would only make the developer wait.
  const bundler = await context({ ...options(), minify: false, sourcemap: false })
  const rebuild = async (): Promise<void> => {
    try {
      await bundler.rebuild()
      onRebuild()
    } catch {
      // esbuild has printed what is wrong; the next change tries again.
    }
  }
  await rebuild()
  // The bundler's own watch mode polls every two seconds; the system notifies at once.
  let pause: NodeJS.Timeout | undefined
  const watcher = watch(join(root, 'functions'), { recursive: true }, () => {
    clearTimeout(pause)
    pause = setTimeout(rebuild, SETTLED_MS)
  })
  return async () => {
    clearTimeout(pause)
    watcher.close()
    await bundler.dispose()
  }
}

/** Time of the newest change below the folders, in ms since 1970; 0 if they hold no file. */
const lastChange = (folders: readonly string[]): number =>
  Math.max(
    0,
    ...folders.flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    ),
  )

/**
 * Builds the browser's pages with vite into dist/site, unless no source is younger than the last build.
 *
 * @param signal breaks it off
 */
const buildSite = async (signal: AbortSignal): Promise<void> => {
  if (!existsSync(FRONTEND)) return
  const sources = lastChange([FRONTEND, join(root, 'functions/contracts')])
  const changed = Math.max(sources, statSync(join(root, 'vite.config.ts')).mtimeMs)
  if (existsSync(SITE_STAMP) && existsSync(SITE) && statSync(SITE_STAMP).mtimeMs > changed) return
  const started = new Date()
  // In a process of its own: Vite obeys NODE_ENV, and a test runner's would select React's development build.
  const vite = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if ((await endOf(vite, signal)) !== 0) throw new Error('the pages do not build')
  writeFileSync(SITE_STAMP, '')
  // A file that changed while Vite was reading counts as newer.
  utimesSync(SITE_STAMP, started, started)
}

/**
 * Brings dist/ up to date: the functions' bundles and the browser's pages.
 *
 * @param signal aborts both builds
 * @throws the error of the first build that failed; the other has ended by then
 */
export const buildAll = (signal?: AbortSignal): Promise<void> => sideBySide([buildFunctions, buildSite], signal)

if (import.meta.main) {
  readFlags({})
  await runMain(buildAll)
}
