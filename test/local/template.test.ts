import { describe, expect, it } from 'vitest'
import { readTemplate } from '../../lib/local/template.ts'
import { ticketTemplate } from './ticket-template.ts'

const read = (document: unknown = ticketTemplate()) =>
  readTemplate(document, {
    awsPort: () => 4566,
    localUrl: (url) => url.replace(/^https:\/\/Api\.execute-api\.us-east-1\.amazonaws\.com/, 'http://127.0.0.1:4000'),
    dynamicReference: (reference) => `<${reference}>`,
  })

describe('the template as this machine sees it', () => {
  it.each([
    ['a queue by its local URL', { Ref: 'TicketQueue' }, 'http://127.0.0.1:4566/000000000000/TicketQueue'],
    ['an ARN', { 'Fn::GetAtt': ['Tickets', 'Arn'] }, 'arn:aws:dynamodb:us-east-1:000000000000:table/Tickets'],
    ['an explicit name', { Ref: 'Bus' }, 'plimsoll'],
    [
      'a rule of a named bus',
      { 'Fn::GetAtt': ['QueuedRule', 'Arn'] },
      'arn:aws:events:us-east-1:000000000000:rule/plimsoll/QueuedRule',
    ],
    [
      'a substitution',
      { 'Fn::Sub': `x-\${AWS::Region}-\${Tickets.Arn}-\${!kept}` },
      `x-us-east-1-arn:aws:dynamodb:us-east-1:000000000000:table/Tickets-\${kept}`,
    ],
    ['a substitution with its own variables', { 'Fn::Sub': [`\${a}!`, { a: { Ref: 'Bus' } }] }, 'plimsoll!'],
    ['a part of a split', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
    [
      'a URL of an API by its local one',
      {
        'Fn::Join': [
          '',
          ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/ws'],
        ],
      },
      'http://127.0.0.1:4000/ws',
    ],
    [
      'a host name cut out of such a URL unchanged',
      { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }] },
      'Api.execute-api.us-east-1.amazonaws.com',
    ],
    [
      'a dynamic reference',
      'v={{resolve:secretsmanager:arn:x:SecretString:::}}',
      'v=<secretsmanager:arn:x:SecretString:::>',
    ],
  ])('resolves %s', (_case, value, expected) => {
    expect(read().resolve(value)).toBe(expected)
  })

  it('drops what is given no value', () => {
    expect(read().resolve({ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] })).toEqual({ b: [1] })
  })

  it('asks for the port only when a URL needs it', () => {
    const early = readTemplate(ticketTemplate(), {
      awsPort: () => {
        throw new Error('not open yet')
      },
      localUrl: (url) => url,
      dynamicReference: () => '',
    })

    expect(early.arnOf('TicketQueue')).toBe('arn:aws:sqs:us-east-1:000000000000:TicketQueue')
    expect(() => early.resolve({ Ref: 'TicketQueue' })).toThrow('not open yet')
  })

  it('asks for the port again at each use, as it may open late', () => {
    let port = 0
    const late = readTemplate(ticketTemplate(), {
      awsPort: () => port,
      localUrl: (url) => url,
      dynamicReference: () => '',
    })
    late.resolve({ Ref: 'TicketQueue' })
    port = 4566

    expect(late.resolve({ Ref: 'TicketQueue' })).toBe('http://127.0.0.1:4566/000000000000/TicketQueue')
  })

  it('refuses a resource type that it neither emulates nor knowingly ignores, by name', () => {
    const document = {
      Resources: { Broker: { Type: 'AWS::AmazonMQ::Broker' }, Site: { Type: 'Custom::CDKBucketDeployment' } },
    }

    expect(() => read(document)).toThrow('AWS::AmazonMQ::Broker (Broker)')
  })

  it('refuses an intrinsic function that it does not know', () => {
    expect(() => read().resolve({ 'Fn::ImportValue': 'x' })).toThrow('Fn::ImportValue')
  })
})
