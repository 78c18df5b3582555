import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const read = (file: string): string => readFileSync(file, 'utf8')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

describe('the threat model', () => {
  const lines = [...read('docs/security.md').matchAll(/^\| (.+?) \| .+ \| (.+) \|$/gm)]
    .map(([, threat = '', proof = '']) => [threat, proof] as const)
    .filter(([threat]) => threat !== 'threat')

  it('has a test for each of its lines', () => {
    expect(lines.length).toBeGreaterThan(25)
  })

  it.each(lines)('%s: %s', (_threat, proof) => {
    const [, file = '', title = ''] = /^`(test\/[\w/.-]+)` "(.+)"$/.exec(proof) ?? []
    // A placeholder alone would be found wherever there is a table of cases.
    expect(title).toMatch(/\p{L}+ \p{L}+/u)
    expect(read(file)).toMatch(
      new RegExp(
        `((it|test)(\\.each\\(.*\\))?|^\\]\\))\\(\\s*['\`]${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
        'm',
      ),
    )
  })
})

describe.each(pages)('%s', (page) => {
  const text = read(page)

  it('names only commands that there are', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const named = [...text.matchAll(/npm (?:run )?(?:-s )?([\w:-]+)/g)].map(([, name = '']) => name)
    const builtIn = ['ci', 'install', 'audit', 'start', 'test', 'run']
    expect(named.filter((name) => !builtIn.includes(name) && !(name in scripts))).toEqual([])
  })

  it('says which region a command of AWS asks, or which host', () => {
    const commands = [...text.matchAll(/\baws [a-z][a-z0-9-]* (?:wait )?[a-z]+(?:-[a-z]+)+[^`]*/g)].map(
      ([command]) => command,
    )
    expect(commands.filter((command) => !/\s--(?:region us-east-1|endpoint-url)(?:\s|$)/.test(command))).toEqual([])
  })

  it('names only tests that there are', () => {
    const named = [...text.matchAll(/\btest\/[\w/-]+\.test\.ts\b/g)].map(([file]) => file)
    expect(named.filter((file) => !existsSync(file))).toEqual([])
  })

  it('links only to what there is', () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !existsSync(join(page, '..', link)))).toEqual([])
  })
})
