import { describe, expect, it } from 'vitest'
import { patternFault } from '../../lib/aws/template-lint/event-pattern.ts'
import { compilePattern } from '../../lib/local/event-pattern.ts'

const event = {
  source: 'plimsoll',
  'detail-type': 'TicketCreated',
  detail: {
    priority: 'high',
    version: 3,
    degraded: false,
    assignee: null,
    address: '10.1.2.3',
    file: 'Report.PNG',
    path: String.raw`*a\b`,
    address_v6: '2001:db8::7',
    tags: ['red', 'blue'],
    empty: [],
    lines: [
      { sku: 'a', count: 1 },
      { sku: 'b', count: 4 },
    ],
  },
}
const matches = (detail: unknown): boolean => compilePattern({ detail })(event)

describe('an event pattern', () => {
  it.each([
    ['an exact text', { priority: ['low', 'high'] }],
    ['a number', { version: [3] }],
    ['a boolean', { degraded: [false] }],
    ['null', { assignee: [null] }],
    ['any entry of a list', { tags: ['blue'] }],
    ['a prefix', { priority: [{ prefix: 'hi' }] }],
    ['a prefix in any case', { file: [{ prefix: { 'equals-ignore-case': 'report' } }] }],
    ['a suffix', { priority: [{ suffix: 'gh' }] }],
    ['a suffix in any case', { file: [{ suffix: { 'equals-ignore-case': '.png' } }] }],
    ['another case', { priority: [{ 'equals-ignore-case': 'HIGH' }] }],
    ['a wildcard', { file: [{ wildcard: 'R*t.*' }] }],
    ['an escaped star before a star', { path: [{ wildcard: String.raw`\**` }] }],
    ['a star before an escaped star', { path: [{ wildcard: String.raw`*\*a*` }] }],
    ['an escaped backslash', { path: [{ wildcard: String.raw`*a\\b` }] }],
    ['anything but others', { priority: [{ 'anything-but': ['low', 'medium'] }] }],
    ['anything but a prefix', { priority: [{ 'anything-but': { prefix: 'lo' } }] }],
    ['anything but a suffix', { priority: [{ 'anything-but': { suffix: ['ow', 'um'] } }] }],
    ['anything but another case', { priority: [{ 'anything-but': { 'equals-ignore-case': ['LOW'] } }] }],
    ['anything but a wildcard', { priority: [{ 'anything-but': { wildcard: 'l*w' } }] }],
    ['one number', { version: [{ numeric: ['=', 3] }] }],
    ['a range of numbers', { version: [{ numeric: ['>', 2, '<=', 3] }] }],
    ['an address in a network', { address: [{ cidr: '10.0.0.0/8' }] }],
    ['an address in the smallest network', { address: [{ cidr: '10.1.2.2/31' }] }],
    ['an address in a network of version 6', { address_v6: [{ cidr: '2001:db8::/127' }, { cidr: '2001:db8::/64' }] }],
    ['a field that exists', { priority: [{ exists: true }] }],
    ['a null that exists', { assignee: [{ exists: true }] }],
    ['a field that does not exist', { missing: [{ exists: false }] }],
    ['a field below one that does not exist', { missing: { deeper: [{ exists: false }] } }],
    ['one object of a list', { lines: { sku: ['b'], count: [4] } }],
    ['one of two patterns', { $or: [{ priority: ['low'] }, { version: [3] }] }],
  ])('matches %s, which the lint of templates accepts too', (_case, detail) => {
    expect(matches(detail)).toBe(true)
    expect(patternFault({ detail })).toBeUndefined()
  })

  it.each([
    ['another text', { priority: ['low'] }],
    ['a number for a text', { version: ['3'] }],
    ['a text in another case', { priority: ['HIGH'] }],
    ['another prefix', { priority: [{ prefix: 'lo' }] }],
    ['a wildcard that covers less', { file: [{ wildcard: 'R*t' }] }],
    ['a dot as any character', { address: [{ wildcard: '10.1x2.3' }] }],
    ['what anything-but names', { priority: [{ 'anything-but': ['high'] }] }],
    ['anything-but of a missing field', { missing: [{ 'anything-but': ['high'] }] }],
    ['a number outside a range', { version: [{ numeric: ['>', 3] }] }],
    ['a text as a number', { priority: [{ numeric: ['>', 0] }] }],
    ['an address outside a network', { address: [{ cidr: '192.168.0.0/16' }] }],
    ['a missing field that should exist', { missing: [{ exists: true }] }],
    ['an empty list that should exist', { empty: [{ exists: true }] }],
    ['an object that should exist', { lines: [{ exists: true }] }],
    ['a field that should not exist', { priority: [{ exists: false }] }],
    ['two halves from two objects of a list', { lines: { sku: ['a'], count: [4] } }],
    ['neither of two patterns', { $or: [{ priority: ['low'] }, { version: [4] }] }],
    ['one field of two', { priority: ['high'], version: [4] }],
  ])('does not match %s', (_case, detail) => {
    expect(matches(detail)).toBe(false)
  })

  it.each([
    ['an unknown operator', { priority: [{ like: 'h' }] }],
    ['a value outside of a list', { priority: 'high' }],
    ['an empty list', { priority: [] }],
    ['an object among values', { priority: [{ prefix: 'a', suffix: 'b' }] }],
    ['a comparison with a text', { version: [{ numeric: ['>', '2'] }] }],
    ['an unknown comparison', { version: [{ numeric: ['~', 2] }] }],
    ['two stars in a row', { file: [{ wildcard: 'a**' }] }],
    ['two stars after an escaped backslash', { path: [{ wildcard: String.raw`a\\**` }] }],
    ['a backslash that escapes nothing', { path: [{ wildcard: String.raw`a\b` }] }],
    ['a backslash at the end', { path: [{ wildcard: 'a\\' }] }],
    ['no field', {}],
    ['a field of nothing', { priority: {} }],
    ['a choice among nothing', { $or: [] }],
    ['a choice of nothing', { $or: [{ priority: ['low'] }, {}] }],
    ['a list among values', { priority: [['high']] }],
    ['no operator', { priority: [{}] }],
    ['an operator of every object', { priority: [{ constructor: 'a' }] }],
    ['several prefixes', { priority: [{ prefix: ['a', 'b'] }] }],
    ['a prefix of another operator', { priority: [{ prefix: { suffix: 'a' } }] }],
    ['several suffixes', { priority: [{ suffix: ['a'] }] }],
    ['several wildcards', { file: [{ wildcard: ['a*'] }] }],
    ['several texts in any case', { priority: [{ 'equals-ignore-case': ['a', 'b'] }] }],
    ['several networks', { address: [{ cidr: ['10.0.0.0/8'] }] }],
    ['a network without bits', { address: [{ cidr: '10.0.0.0/' }] }],
    ['a network of too many bits', { address: [{ cidr: '10.0.0.0/99' }] }],
    ['a network of a thousand bits', { address: [{ cidr: '10.0.0.0/1000' }] }],
    ['a network of one address', { address: [{ cidr: '10.0.0.1/32' }] }],
    ['a network of one address of version 6', { address: [{ cidr: '2001:db8::7/128' }] }],
    ['a network of no address', { address: [{ cidr: '10.0.0.256/8' }] }],
    ['anything but nothing', { priority: [{ 'anything-but': [] }] }],
    ['anything but a number in a range', { version: [{ 'anything-but': { numeric: ['=', 3] } }] }],
    ['anything but no prefix', { priority: [{ 'anything-but': { prefix: [] } }] }],
    ['anything but a boolean', { degraded: [{ 'anything-but': [true] }] }],
    ['anything but null', { assignee: [{ 'anything-but': null }] }],
    ['what exists, and another operator', { priority: [{ exists: true, prefix: 'a' }] }],
    ['what exists as a text', { priority: [{ exists: 'true' }] }],
    ['a range from above', { version: [{ numeric: ['<', 5, '>', 3] }] }],
    ['a range between nothing', { version: [{ numeric: ['>', 5, '<', 3] }] }],
    ['two bounds of one side', { version: [{ numeric: ['>', 3, '>', 5] }] }],
    ['half a comparison', { version: [{ numeric: ['>'] }] }],
    ['a bare number', { version: [{ numeric: 3 }] }],
  ])('refuses %s, as the lint of templates does', (_case, detail) => {
    expect(() => compilePattern({ detail })).toThrow('event pattern')
    expect(patternFault({ detail })).toBeDefined()
  })

  it.each([
    ['', { type: ['a'] }],
    [' in a choice', { $or: [{ source: ['a'] }, { type: ['a'] }] }],
    [' with fields of its own', { type: { name: ['a'] } }],
  ])('may name a field%s that no event has, which never matches, and which the lint reports', (_case, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(false)
    expect(patternFault(pattern)).toBeDefined()
  })

  it('filters stream records by their attributes', () => {
    const wanted = compilePattern({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { sk: { S: [{ prefix: 'EVENT#' }] } } },
    })
    const record = (eventName: string, sk: string) => ({ eventName, dynamodb: { NewImage: { sk: { S: sk } } } })
    expect(wanted(record('INSERT', 'EVENT#1'))).toBe(true)
    expect(wanted(record('MODIFY', 'EVENT#1'))).toBe(false)
    expect(wanted(record('INSERT', 'COMMENT#1'))).toBe(false)
  })
})
