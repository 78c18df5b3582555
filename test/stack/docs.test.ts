import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MAILS_A_TICKET } from '../../bin/stage/mail-check.ts'
import { consumers } from '../../lib/aws/messaging.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

const read = (file: string): string => readFileSync(file, 'utf8')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

/** What can be linked to of a page: its headings, as GitHub writes them in a link. */
const anchorsOf = (markdown: string): readonly string[] =>
  [...markdown.replaceAll(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('the threat model', () => {
  const lines = [...read('docs/security.md').matchAll(/^\| (.+?) \| .+ \| (.+) \|$/gm)]
    .map(([, threat = '', proof = '']) => [threat, proof] as const)
    .filter(([threat]) => threat !== 'threat')

  it('has a test for each of its lines', () => {
    expect(lines.length).toBeGreaterThan(25)
  })

  it.each(lines)('%s: %s', (_threat, proof) => {
    for (const reference of proof.split('; ')) {
      const [, file = '', title = ''] = /^`(test\/[\w/.-]+)` "(.+)"$/.exec(reference) ?? []
      // A placeholder alone would be found wherever there is a table of cases.
      expect(title, reference).toMatch(/\p{L}+ \p{L}+/u)
      expect(read(file)).toMatch(
        new RegExp(
          `((it|test)(\\.each\\(.*\\))?|^\\]\\))\\(\\s*['\`]${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
          'm',
        ),
      )
    }
  })
})

describe('the page about growth', () => {
  const page = read('docs/scale.md')

  it('names how much the APIs let through', () => {
    const limits = Object.values(synthesiseOwnTemplate().resources)
      .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage')
      .map(({ Properties }) => Properties?.DefaultRouteSettings as Readonly<Record<string, number>>)
    expect(limits).toHaveLength(2)
    for (const { ThrottlingRateLimit: rate = 0, ThrottlingBurstLimit: burst = 0 } of limits) {
      const [each, atOnce] = [rate.toLocaleString('en-US'), burst.toLocaleString('en-US')]
      expect(page).toMatch(new RegExp(`\\| ${each} [a-z ]+ a second, ${atOnce} at once`))
    }
  })

  it('names how many mails a ticket sends, and how many tickets a day SES therefore carries', () => {
    expect(page).toContain(`4 comments, 27 requests, ${MAILS_A_TICKET} mails and`)
    const [, daily = '', mails, tickets] =
      /SES\*\* sends ([\d,]+) mails in 24 hours[^.]*\. At (\d+) mails a ticket that is ([\d,]+) tickets a day/.exec(
        page,
      ) ?? []
    expect(Number(mails)).toBe(MAILS_A_TICKET)
    expect(tickets).toBe((Number(daily.replaceAll(',', '')) / MAILS_A_TICKET).toLocaleString('en-US'))
  })

  it.each(['CountVolumeQueue', 'AcceptTicketQueue', 'IndexTicketQueue', 'TicketQueue'] as const)(
    'names how many batches of %s are read at once',
    (queue) => {
      expect(page).toContain(`| \`${queue}\`, ${consumers[queue].maxConcurrency} batches at once`)
    },
  )
})

it('the README counts the missed goals as the page about performance does', () => {
  const [, missed, all] = /^(\d+) of (\d+) goals are missed\.$/m.exec(read('docs/performance.md')) ?? []
  expect(read('README.md')).toContain(`${missed} of the ${all} goals there are missed`)
})

describe('the whole proofs', () => {
  const { stderr } = spawnSync(process.execPath, ['bin/proof.ts', 'unknown'], { encoding: 'utf8' })
  const proofs = stderr.trim().replace('there is no proof unknown, but ', '').split(', ').toSorted()

  it('are the tests of the system that tell figures, or grow', () => {
    const tests = readdirSync('test/system').filter((name) => name.endsWith('.test.ts'))
    const counting = tests.filter((name) => /\b(?:figure|sized|sizedTickets)\(/.test(read(join('test/system', name))))
    expect(proofs).toEqual(counting.map((name) => name.replace('.test.ts', '')).toSorted())
  })

  it('are told of one by one', () => {
    const rows = [...read('docs/reliability.md').matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)
    expect(rows.toSorted()).toEqual(proofs)
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

  it('names only source files and tests that there are', () => {
    const named = [...text.matchAll(/(?<![\w/])(?:bin|functions|lib|test)\/[\w/.-]+\.(?:ts|json)\b/g)].map(
      ([file]) => file,
    )
    expect(named.filter((file) => !existsSync(file))).toEqual([])
  })

  it('links only to what there is', () => {
    const links = [...text.matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)]
    const broken = links.filter(([, file = '', anchor]) => {
      const target = file === '' ? page : join(page, '..', file)
      if (!existsSync(target)) return true
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor)
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })
})
