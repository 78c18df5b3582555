import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Script } from 'node:vm'
import { build, transform } from 'esbuild'
import * as z from 'zod'
import { type Host, newSandbox, type Sandbox } from './sandbox.ts'
import { modulesFor, realModules } from './sdk.ts'

/** A Lambda handler. */
export type Handler = (event: unknown, context: unknown) => Promise<unknown>

/** The product as loaded in one Lambda execution environment, with its own caches and clients. */
export interface Environment {
  /** The handler of a file such as `functions/events/assign-ticket.ts`. */
  readonly handler: (path: string) => Handler
}

/** The product's source, ready to be loaded as often as environments are needed. */
export interface Product {
  readonly newEnvironment: (host: Host) => Environment
}

/** Changes a file's source before it is loaded; `path` is relative to the project's root. */
export type Edit = (path: string, source: string) => string

type Exports = Record<string, unknown>
type Evaluate = (require: (name: string) => unknown, module: { exports: Exports }, ...sandbox: unknown[]) => void

const ROOT = join(import.meta.dirname, '../..')
const SANDBOX: readonly (keyof Sandbox)[] = ['Date', 'Math', 'setTimeout', 'AbortSignal', 'process', 'fetch']
const ESBUILD = { format: 'cjs', platform: 'node', target: 'node24' } as const

/** Rules and contracts hold no state and make no calls, so one copy serves all environments. */
const isStateless = (path: string): boolean => /^functions\/(contracts|domain)\//.test(path)

const nothing = (): never => {
  throw new Error('a rule or a contract asks for what only an environment has')
}

/** The host of rules and contracts: without time, chance or network. */
const NOWHERE: Host = { now: nothing, chance: nothing, later: nothing, call: nothing, measure: nothing, settings: {} }

/** Every source file of functions/ as a CommonJS module. */
const compileAll = async (): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await build({
    ...ESBUILD,
    absWorkingDir: ROOT,
    entryPoints: ['functions/**/*.ts'],
    outdir: 'compiled',
    outbase: '.',
    write: false,
  })
  const pathOf = (file: string): string => relative(join(ROOT, 'compiled'), file).replace(/\.js$/, '.ts')
  return new Map(outputFiles.map(({ path, text }) => [pathOf(path), text]))
}

let compiled: Promise<ReadonlyMap<string, string>> | undefined

const compiledOnce = (): Promise<ReadonlyMap<string, string>> => {
  compiled ??= compileAll()
  return compiled
}

/** @throws Error if an edit changes nothing, because its source has changed */
const compileEdited = async (edit: Edit): Promise<ReadonlyMap<string, string>> => {
  const edited = new Map<string, string>()
  for (const path of (await compiledOnce()).keys()) {
    const source = readFileSync(join(ROOT, path), 'utf8')
    const changed = edit(path, source)
    if (changed === source) continue
    edited.set(path, (await transform(changed, { ...ESBUILD, loader: 'ts', sourcefile: path })).code)
  }
  if (edited.size === 0) throw new Error('the edit changes no file')
  return edited
}

/** Uses packages directly: esbuild's copy of each one, for each file, would take most of the start-up time. */
const withoutCopies = (code: string): string => code.replaceAll(/__toESM\((require\("[^"]+"\))(?:, 1)?\)/g, '$1')

const compileScript = (path: string, code: string): Evaluate =>
  new Script(
    `(function (require, module, ${SANDBOX.join(', ')}) { const exports = module.exports; ${withoutCopies(code)}\n})`,
    { filename: path },
  ).runInThisContext()

/**
 * Loads the product's handlers as they are, or with a planted change.
 *
 * Each environment evaluates the files with state anew, in a sandbox that owns time, chance and the network.
 */
export const loadProduct = async (edit?: Edit): Promise<Product> => {
  const sources = new Map([...(await compiledOnce()), ...(edit ? await compileEdited(edit) : [])])
  const real = await realModules()
  const scripts = new Map<string, Evaluate>()
  const paths = new Map<string, Map<string, string>>()

  const scriptOf = (path: string): Evaluate => {
    const known = scripts.get(path)
    if (known) return known
    const code = sources.get(path)
    if (code === undefined) throw new Error(`there is no ${path}`)
    const script = compileScript(path, code)
    scripts.set(path, script)
    return script
  }

  /** The file of a relative import, resolved once. */
  const pathOf = (from: string, name: string): string => {
    const known = paths.get(from) ?? new Map<string, string>()
    paths.set(from, known)
    const path = known.get(name) ?? join(dirname(from), name)
    known.set(name, path)
    return path
  }

  /** @param shared loads the modules that environments share; undefined when loading those themselves */
  const newLoader = (host: Host, shared?: (path: string) => Exports): ((path: string) => Exports) => {
    const sandbox = newSandbox(host)
    const globals = SANDBOX.map((name) => sandbox[name])
    const outside = modulesFor(real, host)
    const own = new Map<string, { exports: Exports }>()

    const load = (path: string): Exports => {
      if (shared && isStateless(path)) return shared(path)
      const known = own.get(path)
      if (known) return known.exports
      const module = { exports: {} as Exports }
      own.set(path, module)
      const require = (name: string): unknown => (name.startsWith('.') ? load(pathOf(path, name)) : outside(name))
      scriptOf(path)(require, module, ...globals)
      // Plain values in place of the compiler's getters: V8 takes each environment's for another kind of object, and never
      // learns to read them fast.
      module.exports = { ...module.exports }
      return module.exports
    }
    return load
  }

  const shared = newLoader(NOWHERE)
  for (const path of sources.keys()) if (isStateless(path)) shared(path)
  // An environment uses its own schemas only a few times: compiling them would cost more than it saves.
  z.config({ jitless: true })
  return {
    newEnvironment: (host) => {
      const load = newLoader(host, shared)
      return { handler: (path) => load(path).handler as Handler }
    },
  }
}
