import type { SQSEvent, SQSRecord } from 'aws-lambda'
import type { Faults } from './faults.ts'
import type { Fleet, Outcome } from './fleet.ts'
import type { Random } from './random.ts'
import type { Timeline } from './timeline.ts'
import type { QueueWiring } from './wiring.ts'

interface Message {
  readonly id: string
  readonly body: string
  receives: number
}

/** SQS: at least once, in no order, with dead letters; and Lambda's pollers, which hand batches to the consumers. */
export interface Queues {
  readonly send: (queue: string, body: string, delaySeconds: number) => void
  /** Bodies of the messages in dead-letter queues. */
  readonly deadLetters: () => readonly { readonly queue: string; readonly body: string }[]
  /** Moves all dead letters back to their queues, as an operator would. */
  readonly redrive: () => void
}

export interface QueuesOptions {
  readonly wiring: readonly QueueWiring[]
  readonly timeline: Timeline
  readonly random: Random
  readonly faults: Faults
  readonly fleet: Fleet
}

/** The queue whose messages are bells: the only ones that may be lost. */
const BELLS = 'TicketQueue'
const USUAL_MS = 30
const LATE_MS = 30_000
/** The longest that a poller waits for a batch to fill. */
const WINDOW_MS = 800
/** The most concurrent batches of one queue. */
const MOST_BATCHES = 3
/** A consumer's time-out in seconds: AWS's advice is a sixth of the visibility time-out, which the stack follows. */
const patienceSecondsOf = ({ visibilitySeconds }: QueueWiring): number => visibilitySeconds / 6

interface Queue extends QueueWiring {
  readonly available: Message[]
  batches: number
  isPolled: boolean
}

const recordOf = ({ id, body, receives }: Message, queue: string): SQSRecord => ({
  messageId: id,
  receiptHandle: id,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: '0',
    SenderId: 'simulation',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
  awsRegion: 'us-east-1',
})

const failedIn = (outcome: Outcome, batch: readonly Message[]): ReadonlySet<string> => {
  if (outcome.kind !== 'answered') return new Set(batch.map(({ id }) => id))
  const { batchItemFailures } = outcome.answer as { readonly batchItemFailures: readonly { itemIdentifier: string }[] }
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
}

export const newQueues = ({ wiring, timeline, random, faults, fleet }: QueuesOptions): Queues => {
  const queues = new Map<string, Queue>(
    wiring.map((one) => [one.name, { ...one, available: [], batches: 0, isPolled: false }]),
  )
  let sent = 0

  const queueNamed = (name: string): Queue => {
    const queue = queues.get(name)
    if (!queue) throw new Error(`there is no queue ${name}`)
    return queue
  }

  /** Takes some messages in random order: a queue guarantees none. */
  const take = ({ available, reader }: Queue): Message[] => {
    // Full batches are likelier than small ones, and none is empty.
    const most = Math.max(1, Math.ceil(Math.sqrt(random.next()) * (reader?.batchSize ?? 1)))
    const batch: Message[] = []
    while (batch.length < most && available.length > 0) {
      const [message] = available.splice(random.below(available.length), 1)
      if (!message) break
      // A batch must not hold a message twice, since both would have the same id.
      if (batch.some(({ id }) => id === message.id)) {
        available.push(message)
        break
      }
      batch.push(message)
    }
    return batch
  }

  const giveBack = (queue: Queue, message: Message): void => {
    const { redrive } = queue
    if (redrive && message.receives >= redrive.maxReceives) queueNamed(redrive.deadLetters).available.push(message)
    else arrive(queue, message)
  }

  const consume = (queue: Queue, functionName: string): void => {
    const batch = take(queue)
    if (batch.length === 0) return
    const received = timeline.now()
    for (const message of batch) message.receives += 1
    queue.batches += 1
    const event: SQSEvent = { Records: batch.map((message) => recordOf(message, queue.name)) }
    const lastOnes = (queue.redrive?.maxReceives ?? 1) - 1
    fleet.invoke({
      path: `functions/events/${functionName}.ts`,
      event,
      patienceSeconds: patienceSecondsOf(queue),
      // Faults alone must not dead-letter a message: whatever is found there is a bug.
      isSpared: batch.some(({ receives }) => receives >= lastOnes),
      ended: (outcome) => {
        queue.batches -= 1
        const failed = failedIn(outcome, batch)
        const visibleIn = received + queue.visibilitySeconds * 1_000 - timeline.now()
        for (const message of batch) {
          if (failed.has(message.id)) timeline.after(visibleIn, () => giveBack(queue, message))
        }
        poll(queue)
      },
    })
  }

  const poll = (queue: Queue): void => {
    const { reader } = queue
    if (!reader || queue.isPolled || queue.available.length === 0 || queue.batches >= MOST_BATCHES) return
    queue.isPolled = true
    timeline.after(random.next() * WINDOW_MS, () => {
      queue.isPolled = false
      consume(queue, reader.functionName)
      poll(queue)
    })
  }

  const arrive = (queue: Queue, message: Message): void => {
    queue.available.push(message)
    poll(queue)
  }

  const travel = (): number => random.around(faults.strikes('delayed') ? LATE_MS : USUAL_MS)

  return {
    send: (name, body, delaySeconds) => {
      const queue = queueNamed(name)
      sent += 1
      if (name === BELLS && faults.strikes('bellLost')) return
      const copies = faults.strikes('doubled') ? 2 : 1
      for (let copy = 0; copy < copies; copy += 1) {
        const message = { id: `message-${sent}`, body, receives: 0 }
        timeline.after(delaySeconds * 1_000 + travel(), () => arrive(queue, message))
      }
    },
    deadLetters: () =>
      [...queues.values()]
        .filter(({ reader }) => reader === null)
        .flatMap(({ name, available }) => available.map(({ body }) => ({ queue: name, body }))),
    redrive: () => {
      for (const source of queues.values()) {
        if (!source.redrive) continue
        const aside = queueNamed(source.redrive.deadLetters).available.splice(0)
        for (const message of aside) arrive(source, { ...message, receives: 0 })
      }
    },
  }
}
