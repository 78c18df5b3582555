import { whereAllPublish } from './planted-rights.ts'
import type { Wiring } from './wiring.ts'

/** One replacement in one file of the product; the text occurs there exactly once. */
interface Change {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** A plausible mistake. It exists only here: the product's source is changed while it is loaded. */
export interface PlantedBug {
  readonly name: string
  readonly changes: readonly Change[]
  /** Changes to the template that the mistake would have included. */
  readonly wiring?: (wiring: Wiring) => Wiring
  /** The rules of the verdict; at least one of them must be violated. */
  readonly breaks: readonly string[]
}

const AGENT_LOAD = 'functions/stores/agent-load.ts'
const TICKETS = 'functions/stores/tickets.ts'
const BROADCAST = 'functions/events/broadcast-change.ts'
const CLAIM = "if (terms === 'automatic') return 'active < #capacity AND presence = :online'"

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a claim without the capacity condition',
    changes: [
      {
        file: AGENT_LOAD,
        find: CLAIM,
        replace: "if (terms === 'automatic') return 'presence = :online'",
      },
    ],
    breaks: ['over capacity'],
  },
  {
    name: 'a claim by a stale view of the candidate, who may have gone offline',
    changes: [{ file: AGENT_LOAD, find: CLAIM, replace: "if (terms === 'automatic') return 'active < #capacity'" }],
    breaks: ['over capacity'],
  },
  {
    name: 'a release that counts twice',
    changes: [{ file: AGENT_LOAD, find: 'if (from) on(from).active -= 1', replace: 'if (from) on(from).active -= 2' }],
    breaks: ['drift'],
  },
  {
    name: 'no release when a ticket is merged away',
    changes: [
      {
        file: AGENT_LOAD,
        find: "ticket?.queue_state === 'assigned' ? ticket.assignee : null",
        replace: "ticket?.queue_state === 'assigned' || ticket?.merged_into ? ticket.assignee : null",
      },
    ],
    breaks: ['drift'],
  },
  {
    name: 'no taking back of the resolution when a ticket is reopened',
    changes: [{ file: AGENT_LOAD, find: 'if (undone) {', replace: 'if (undone && won) {' }],
    breaks: ['records'],
  },
  {
    name: 'publishing before the commit',
    changes: [
      {
        file: TICKETS,
        find: "import { loadEffects } from './agent-load.ts'\n",
        replace: `import { detailTypes } from '../contracts/events.ts'
import { publish } from '../platform/bus.ts'
import { loadEffects } from './agent-load.ts'
`,
      },
      {
        file: TICKETS,
        find: '  const effects = loadEffects(change)\n',
        replace: `  const effects = loadEffects(change)
  const detailType = detailTypes[change.event.type]
  if (detailType) await publish([{ detailType, detail: { ...change.event, version: 1 } }])
`,
      },
    ],
    wiring: whereAllPublish,
    breaks: ['statistics', 'mails'],
  },
  {
    name: 'the bell before the commit',
    changes: [
      {
        file: 'functions/api/intake/create-ticket.ts',
        find: '    const { ticket } = await takeIn(',
        replace: `    await ringAfterTriage(department.id, id).catch(() => undefined)
    const { ticket } = await takeIn(`,
      },
    ],
    breaks: ['dead letters'],
  },
  {
    name: 'a repeated batch counted twice',
    changes: [
      {
        file: 'functions/stores/counted-events.ts',
        find: `    Item: { ...key, ...more },
    ConditionExpression: 'attribute_not_exists(pk)',`,
        replace: '    Item: { ...key, ...more },',
      },
    ],
    breaks: ['statistics'],
  },
  {
    name: 'a line that is served from its end',
    changes: [
      {
        file: 'functions/stores/queue-line.ts',
        find: '...lineOf(departmentId), Limit: LINE_PAGE',
        replace: '...lineOf(departmentId), Limit: LINE_PAGE, ScanIndexForward: false',
      },
    ],
    breaks: ['overtaken'],
  },
  {
    name: 'a change without the version check, on the row and on its event',
    changes: [
      {
        file: TICKETS,
        find: '    ...stillAt(before?.version ?? 0),\n',
        replace: '',
      },
      {
        file: 'functions/stores/events.ts',
        find: "    ConditionExpression: 'attribute_not_exists(pk)',\n",
        replace: '',
      },
    ],
    breaks: ['gaps'],
  },
  {
    name: 'departments merged in a chain or a cycle',
    changes: [
      {
        file: 'functions/stores/merge-plans.ts',
        find: "ConditionExpression: 'attribute_not_exists(plan_id)'",
        replace: "ConditionExpression: 'attribute_not_exists(plan_id) OR attribute_exists(plan_id)'",
      },
    ],
    breaks: ['merges'],
  },
  {
    name: 'tickets merged in a cycle',
    changes: [
      {
        file: 'functions/stores/merged-tickets.ts',
        find: "ConditionExpression: 'version = :seen'",
        replace: "ConditionExpression: 'version = :seen OR attribute_exists(pk)'",
      },
    ],
    breaks: ['stray'],
  },
  {
    name: 'no bell when an agent comes online',
    changes: [
      {
        file: 'functions/domain/bells.ts',
        find: "if (type === 'comment_added' && data.reopened !== true) return undefined",
        replace:
          "if (type === 'presence_changed' || (type === 'comment_added' && data.reopened !== true)) return undefined",
      },
    ],
    breaks: ['idle'],
  },
  {
    name: 'a repeated request that becomes a new ticket',
    changes: [
      {
        file: 'functions/stores/kept-answers.ts',
        find: "{ ...putOf(place, answer), ConditionExpression: 'attribute_not_exists(pk)' }",
        replace: 'putOf(place, answer)',
      },
    ],
    breaks: ['doubled'],
  },
  {
    name: 'a repeated message that becomes a new ticket',
    changes: [
      {
        file: 'functions/events/accept-ticket.ts',
        find: `ticket_id: ticketId },
    ConditionExpression: 'attribute_not_exists(pk)',`,
        replace: 'ticket_id: ticketId },',
      },
    ],
    breaks: ['doubled'],
  },
  {
    name: 'a mail for every delivery of its message',
    changes: [
      {
        file: 'functions/stores/mail-claims.ts',
        find: "'attribute_not_exists(pk) OR claim = :refused'",
        replace: "'attribute_not_exists(pk) OR attribute_exists(pk) OR claim = :refused'",
      },
    ],
    breaks: ['mails'],
  },
  {
    name: 'a suggestion that replaces a category chosen by a person',
    changes: [
      {
        file: 'functions/domain/triage/changes.ts',
        find: "accepted !== null && ticket.category_set_by !== 'person'",
        replace: 'accepted !== null',
      },
    ],
    breaks: ['overruled'],
  },
  {
    name: 'a suggestion that takes a ticket out of the department that a person named',
    changes: [
      {
        file: 'functions/domain/triage/changes.ts',
        find: "department_set_by === 'person' ? stays : departmentOf",
        replace: 'departmentOf',
      },
    ],
    breaks: ['overruled'],
  },
  {
    name: 'a ticket given by hand to an agent who was away, and taken back after the grace time',
    changes: [
      {
        file: 'functions/use-cases/grace.ts',
        find: '    if (await isMeantForLater(agentId, ticket)) return undefined\n',
        replace: '',
      },
    ],
    breaks: ['overruled'],
  },
  {
    name: 'an entry that the bus refused and nobody publishes again',
    changes: [
      {
        file: 'functions/events/publish-changes.ts',
        find: 'if (failed !== undefined) return failed',
        replace: 'if (failed === undefined) continue',
      },
    ],
    breaks: ['statistics', 'search', 'mails'],
  },
  {
    name: 'a clash of transactions taken for a success',
    changes: [
      {
        file: 'functions/stores/documents.ts',
        find: 'await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt)',
        replace: 'return undefined as Answer',
      },
    ],
    breaks: ['lost', 'drift', 'gaps', 'statistics', 'comments'],
  },
  {
    name: "one ticket's changes told all at once",
    changes: [{ file: BROADCAST, find: '({ event }) => event.subject)', replace: '({ event }) => event.event_id)' }],
    breaks: ['sockets'],
  },
  {
    name: 'a change that could not be told and is left out',
    changes: [{ file: BROADCAST, find: 'return sequence', replace: 'continue' }],
    breaks: ['sockets'],
  },
]
