import { afterEach, expect, it, vi } from 'vitest'
import { newRandom } from '../../functions/domain/simulation/scenario.ts'
import { takeCensus } from '../support/census.ts'
import { type HostProcess, startHostProcess } from '../support/host-process.ts'
import { expectSound, judge, lineOf } from '../support/invariants.ts'
import { deadLetters } from '../support/operator.ts'
import { drained, figure, HOST_LIMITS, inParallel, sized, sizedTickets } from '../support/proof.ts'
import { hireAgents, keepToDepartments } from '../support/staff.ts'
import { submitTickets, ticketOfLoad } from '../support/submitting.ts'
import { flap, interrupt } from '../support/unrest.ts'

vi.setConfig(HOST_LIMITS)

const SEED = 20_261_121
const CONNECTIONS = 32

let host: HostProcess
afterEach(() => host.stop())

const alternating = (count: number) =>
  Array.from({ length: count }, (_, place) => (place % 2 === 0 ? ('SIGKILL' as const) : ('SIGTERM' as const)))
const kills = (count: number) => Array.from({ length: count }, () => 'SIGKILL' as const)

interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

it.each([
  ['restarts and kills', sizedTickets(80, 5_000), alternating(sized(2, 20))] as const,
  ...sized([], [['kills', sizedTickets(0, 2_000), kills(50)] as const]),
])(
  'keeps every invariant over %s of the host, with %i tickets and agents who come and go',
  async (what, tickets, signals) => {
    const random = newRandom(SEED)
    host = await startHostProcess()
    const admin = await host.signIn('admin')
    const agents = await hireAgents(host, admin, { perDepartment: sized(1, 3), capacity: 10 })
    // Agents who go offline lose their tickets at the next sweep.
    await keepToDepartments(admin, { offline_grace_minutes: 0 })

    const flapping = flap(agents, random)
    const interruptions = interrupt(host, signals, tickets, random)
    const { accepted, retries } = await submitTickets(host, {
      count: tickets,
      connections: CONNECTIONS,
      run: what,
      ticket: ticketOfLoad,
      before: interruptions.reach,
    })
    await interruptions.finish()
    await flapping.sendHome()
    await inParallel(agents, 4, async (agent) => {
      expect((await agent.call('changePresence', { body: { presence: 'online' } })).status).toBe(200)
    })
    await drained(host)
    const verdict = judge(await takeCensus(host.awsUrl), accepted)

    expect(verdict.accepted).toBe(tickets)
    expectSound(verdict)
    expect(await deadLetters(host)).toEqual({})
    expect((await admin.call('getStatistics')).body.total_tickets).toBe(tickets)
    const mails = (await host.local<readonly Mail[]>('mailbox')).map((mail) =>
      JSON.stringify([mail.to, mail.subject, mail.text]),
    )
    expect(mails.length).toBe(new Set(mails).size)
    figure(`flapping: ${signals.length} ${what}, ${retries} requests repeated; ${lineOf(verdict)}`)
  },
)
