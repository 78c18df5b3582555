import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const COMMAND = fileURLToPath(new URL('../../bin/destroy.ts', import.meta.url))

const TOLD = `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries><member>
  <LogicalResourceId>Tickets</LogicalResourceId>
  <PhysicalResourceId>Plimsoll-Tickets-1B2N5R0V4QJ9T</PhysicalResourceId>
  <ResourceStatus>CREATE_COMPLETE</ResourceStatus>
</member><member>
  <LogicalResourceId>MailIdentity</LogicalResourceId>
  <PhysicalResourceId>example.org</PhysicalResourceId>
  <ResourceStatus>CREATE_COMPLETE</ResourceStatus>
</member></StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`

/** Output of the command without confirmation, when AWS gives the same answer to every request. */
const planned = async (status: number, answer: string, ...flags: readonly string[]): Promise<string> => {
  const aws = createServer((_request, response) => response.writeHead(status).end(answer)).listen(0, '127.0.0.1')
  onTestFinished(() => void aws.close())
  await once(aws, 'listening')
  const { port } = aws.address() as AddressInfo
  const command = spawn(process.execPath, [COMMAND, ...flags], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [said, complaint] = await Promise.all([text(command.stdout), text(command.stderr)])
  return said + complaint
}

it('names what stays as AWS calls it, as nobody can ask the stack once it is gone', async () => {
  const said = await planned(200, TOLD)

  expect(said).toMatch(/DynamoDB Table: Plimsoll-Tickets-1B2N5R0V4QJ9T, AgentLoad, /)
  expect(said).toContain('SES forgets example.org: whichever other stage or product sends from it sends no more.')
  expect(said).toContain('Nothing was touched. To go on: npm run destroy -- --stage production --yes')
})

it('names what stays as the template does, and says why, where AWS does not tell', async () => {
  const said = await planned(
    403,
    '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>',
  )

  expect(said).toMatch(/as the template does: .*not authorized/)
  expect(said).toMatch(/DynamoDB Table: Tickets, AgentLoad, /)
})

it('takes no stage down that nobody named, production least of all', async () => {
  const said = await planned(200, TOLD, '--yes')

  expect(said).toBe('please name what goes: --stage production --yes, or another stage; nothing was touched\n')
})
