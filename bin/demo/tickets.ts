import type { EventRecord } from '../../functions/contracts/events.ts'
import type { AgentState, UserState } from '../../functions/contracts/people-state.ts'
import type { RoutingDecision } from '../../functions/contracts/routing.ts'
import type { Status } from '../../functions/contracts/ticket.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { candidateOf } from '../../functions/domain/assignment/agent-views.ts'
import { assignTicket } from '../../functions/domain/assignment/changes.ts'
import { chooseAgent } from '../../functions/domain/assignment.ts'
import { newClassifier } from '../../functions/domain/classifier.ts'
import type { StoredDepartment } from '../../functions/domain/department.ts'
import { TOMBSTONE } from '../../functions/domain/people.ts'
import type { Happening, TicketChange } from '../../functions/domain/ticket/change.ts'
import { actorOf, type CommentChange, commentOn, openTicket, patchTicket } from '../../functions/domain/ticket.ts'
import { decideSuggestion, recordSuggestion, STATE_AFTER } from '../../functions/domain/triage/changes.ts'
import { embeddedSuggestion, type ResolvedTicket } from '../../functions/domain/triage/embedded-suggestion.ts'
import { labelFrom, type TriageLabel } from '../../functions/domain/triage/label.ts'
import { recordTriage } from '../../functions/domain/triage.ts'
import { derivedId, ticketNumbers } from '../../functions/platform/ids.ts'
import { DEMO_TEXTS, type DemoText } from './texts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** A ticket with its events, comments and routing decisions. */
export interface TicketStory {
  readonly ticket: TicketState
  readonly events: readonly EventRecord[]
  readonly comments: readonly CommentChange['comment'][]
  readonly decisions: readonly RoutingDecision[]
  /** What the agent decided on the suggestion, once they have. */
  readonly labels: readonly TriageLabel[]
}

/** How a ticket of the demo ends, and how long ago it began. */
interface Plot {
  readonly ends: Status
  readonly hoursAgo: number
}

/** 60 in work, 96 resolved, 44 closed: the older, the further along. */
const plots = (): readonly Plot[] => [
  ...Array.from({ length: 44 }, (_, place): Plot => ({ ends: 'closed', hoursAgo: 29 * 24 - place * 8.3 })),
  ...Array.from({ length: 96 }, (_, place): Plot => ({ ends: 'resolved', hoursAgo: 16 * 24 - place * 3.7 })),
  ...Array.from(
    { length: 60 },
    (_, place): Plot => ({
      ends: place % 3 === 0 ? 'open' : 'in_progress',
      hoursAgo: 21 - place * 0.34,
    }),
  ),
]

export interface Cast {
  readonly departments: readonly StoredDepartment[]
  readonly customers: readonly UserState[]
  /** Changed in place: the stories add to their load and to their resolved totals. */
  readonly agents: AgentState[]
}

/** Writes the demo's tickets by the domain's own rules, oldest first; the agents end with about half their load. */
export const demoTickets = (cast: Cast, now: Date): readonly TicketStory[] => {
  const classifier = newClassifier()
  const resolved: ResolvedTicket[] = []
  return plots().map((plot, number) => {
    const text = DEMO_TEXTS[(number * 11) % DEMO_TEXTS.length]
    if (!text) throw new Error('the demo has no texts')
    const told = tellStory({
      plot,
      number,
      text,
      cast,
      now,
      suggest: (words) =>
        embeddedSuggestion(words, classifier, { skill_keywords: {}, resolved: resolved.slice(-50), unresolved: [] }),
    })
    if (told.ticket.status === 'resolved') {
      const { id, number: name, description } = told.ticket
      resolved.push({ id, number: name, text: `${text.title}\n${description}`, resolution: text.answer })
    }
    return told
  })
}

interface Setting {
  readonly plot: Plot
  readonly number: number
  readonly text: DemoText
  readonly cast: Cast
  readonly now: Date
  readonly suggest: (words: string) => ReturnType<typeof embeddedSuggestion>
}

/** A story before anything has happened: its customer and department, and how events are recorded. */
const beginStory = ({ plot, number, text, cast, now }: Setting) => {
  const begun = new Date(now.getTime() - plot.hoursAgo * HOUR_MS)
  const id = derivedId(begun, 'ticket', String(number))
  const customer = cast.customers[number % cast.customers.length]
  const department = cast.departments.find(({ categories }) => categories.includes(text.category))
  const [name] = ticketNumbers(id)
  if (!customer || !department || !name) throw new Error('the demo has no people')

  const events: EventRecord[] = []
  /** A time of the story, in minutes after it began, but never later than now. */
  const at = (minutes: number): Date => new Date(Math.min(begun.getTime() + minutes * MINUTE_MS, now.getTime()))
  const by = (actor: Happening['actor'], minutes: number): Happening => ({
    event_id: derivedId(at(minutes), id, String(events.length + 1)),
    actor,
    now: at(minutes),
  })
  const happened = <Change extends TicketChange>(change: Change): Change => {
    events.push(change.event)
    return change
  }
  return { id, name, customer, department, departmentOf: () => department, events, at, by, happened }
}
type Story = ReturnType<typeof beginStory>

/** The ticket comes in, and the classifier suggests. */
const openWithSuggestion = (story: Story, { text, suggest }: Setting): TicketState => {
  const { id, name, customer, department, departmentOf, at, by, happened } = story
  const actor = actorOf(customer)
  const requester = { id: customer.id, name: customer.name, email: customer.email }
  const { title, description, category, priority } = text
  const opened = happened(
    openTicket(
      { title, description, category, priority },
      { id, number: name, requester, source: 'web', department },
      by(actor, 0),
    ),
  )
  const words = `${title}\n${description}`
  const provenance = { source: 'local', model: 'embedded', degraded: false, now: at(0.05) } as const
  const triage = recordTriage(suggest(words), words, [], provenance)
  return happened(recordSuggestion(opened.ticket, triage, department.triage_policy, departmentOf, by(actor, 0.05)))
    .ticket
}

/** The router gives it to somebody of the department. */
const giveToAgent = ({ department, at, by, happened }: Story, waiting: TicketState, { text, cast }: Setting) => {
  const decision = chooseAgent({
    ticket: { ...waiting, required_skills: [...text.skills] },
    candidates: cast.agents.filter(({ department_id }) => department_id === department.id).map(candidateOf),
    policy: { strategy: department.strategy, weights: department.weights, version: department.version },
    now: at(0.1).toISOString(),
  })
  const agent = cast.agents.find(({ id }) => id === decision.chosen)
  if (!agent) throw new Error('the demo has no free agent')
  const holder = { id: agent.id, name: agent.name, department_id: agent.department_id }
  const given = happened(assignTicket(waiting, holder, { decision, override: false }, by(actorOf(agent), 0.1)))
  agent.last_assigned_at = given.event.at
  return { agent, decision, ticket: given.ticket }
}

/**
 * Their agent accepts the suggestion, or corrects it to what the ticket says. The label has no text: the scoreboard
 * counts it, but the classifier is to learn from this installation's people alone.
 */
const decide = ({ departmentOf, at, by, happened }: Story, ticket: TicketState, agent: AgentState, minutes: number) => {
  const { triage, category, priority } = ticket
  const isRight = triage?.suggested_category === category && triage.suggested_priority === priority
  const decision = isRight ? 'accept' : 'modify'
  const change = happened(
    decideSuggestion(ticket, { decision, category, priority }, departmentOf, by(actorOf(agent), minutes)),
  )
  const label = labelFrom(change.ticket, { verdict: STATE_AFTER[decision], by: agent.id, now: at(minutes) })
  return { ticket: change.ticket, label: { ...label, text: TOMBSTONE } }
}

const tellStory = (setting: Setting): TicketStory => {
  const { plot, number, text } = setting
  const story = beginStory(setting)
  const { id, departmentOf, events, at, by, happened } = story
  const { agent, decision, ticket: given } = giveToAgent(story, openWithSuggestion(story, setting), setting)
  if (plot.ends === 'open') {
    agent.active += 1
    return { ticket: given, events, comments: [], decisions: [decision], labels: [] }
  }

  const actor = actorOf(agent)
  const moved = (ticket: TicketState, status: Status, minutes: number): TicketState =>
    happened(patchTicket(ticket, { status }, by(actor, minutes), departmentOf)).ticket
  const reply = (ticket: TicketState, body: string, minutes: number): CommentChange => {
    const author = { id: agent.id, name: agent.name, role: 'agent' } as const
    const draft = { body, visibility: 'public', author, by_requester: false } as const
    return happened(commentOn(ticket, draft, derivedId(at(minutes), id, body), by(actor, minutes)))
  }
  const answerAfter = 12 + ((number * 37) % 50)
  const started = moved(given, 'in_progress', answerAfter - 5)
  if (plot.ends === 'in_progress') {
    agent.active += 1
    const asked = reply(started, 'Thank you for writing. I am looking into it and will be back shortly.', answerAfter)
    return { ticket: asked.ticket, events, comments: [asked.comment], decisions: [decision], labels: [] }
  }

  const solvedAfter = answerAfter + 40 + ((number * 53) % 600)
  const decided = decide(story, started, agent, answerAfter - 4)
  const answered = reply(decided.ticket, text.answer, solvedAfter - 1)
  const solved = moved(answered.ticket, 'resolved', solvedAfter)
  agent.resolved_total += 1
  agent.resolution_hours += solved.resolution?.hours ?? 0
  const last = plot.ends === 'closed' ? moved(solved, 'closed', solvedAfter + 4_000) : solved
  return { ticket: last, events, comments: [answered.comment], decisions: [decision], labels: [decided.label] }
}
