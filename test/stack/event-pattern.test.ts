import { describe, expect, it } from 'vitest'
import { patternFault } from '../../lib/aws/template-lint/event-pattern.ts'

const matching = (...values: readonly unknown[]) => ({ detail: { field: values } })

describe('a pattern may match by', () => {
  it.each([
    ['a text', 'created'],
    ['a number', 3],
    ['nothing at all', null],
    ['what is given when it is deployed', { Ref: 'Source' }],
    ['a beginning', { prefix: 'eu-' }],
    ['a beginning in any case', { prefix: { 'equals-ignore-case': 'EU-' } }],
    ['an end', { suffix: '.png' }],
    ['a number', { numeric: ['=', 3] }],
    ['a range', { numeric: ['>', 0, '<=', 5] }],
    ['what is not there', { exists: false }],
    ['addresses', { cidr: '10.0.0.0/24' }],
    ['a wildcard', { wildcard: 'dir/*.png' }],
    ['an escaped star before a wildcard', { wildcard: String.raw`\**` }],
    ['addresses of version 6', { cidr: '2001:db8::/32' }],
    ['all but some', { 'anything-but': ['a', 'b'] }],
    ['all but a number', { 'anything-but': 3 }],
    ['all but a beginning', { 'anything-but': { prefix: ['a', 'b'] } }],
  ])('%s', (_case, value) => expect(patternFault(matching(value))).toBeUndefined())

  it('one of several patterns', () =>
    expect(patternFault({ $or: [{ source: ['a'] }, { detail: { b: [1] } }] })).toBeUndefined())
})

describe('a pattern may not match by', () => {
  it.each([
    ['an operator that does not exist', { startsWith: 'eu-' }],
    ['two operators at once', { prefix: 'a', suffix: 'b' }],
    ['a beginning that is a number', { prefix: 3 }],
    ['a comparison that does not exist', { numeric: ['~', 3] }],
    ['a comparison with a text', { numeric: ['=', '3'] }],
    ['a comparison with nothing', { numeric: ['='] }],
    ['a range from above', { numeric: ['<', 5, '>', 0] }],
    ['a text of what is there', { exists: 'yes' }],
    ['an address that is none', { cidr: 'here' }],
    ['an address of too many bits', { cidr: '10.0.0.0/99' }],
    ['a single address', { cidr: '10.0.0.1/32' }],
    ['two wildcards in a row', { wildcard: 'a**b' }],
    ['a backslash that escapes nothing', { wildcard: String.raw`a\b` }],
    ['all but nothing', { 'anything-but': [] }],
    ['all but what cannot be denied', { 'anything-but': { numeric: ['=', 3] } }],
    ['nothing', {}],
  ])('%s', (_case, value) => expect(patternFault(matching(value))).toMatch(/^matches field by /))

  it.each([
    ['nothing', {}],
    ['an empty list', { source: [] }],
    ['a bare text', { source: 'plimsoll' }],
    ['a field that no event has', { type: ['a'] }],
    ['an empty choice', { $or: [] }],
    ['a choice with a fault', { $or: [{ type: ['a'] }] }],
  ])('%s as a whole', (_case, pattern) => expect(patternFault(pattern)).toBeDefined())
})
