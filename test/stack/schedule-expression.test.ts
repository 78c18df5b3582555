import { describe, expect, it } from 'vitest'
import { isScheduleExpression } from '../../lib/aws/template-lint/schedule-expression.ts'

describe('a schedule', () => {
  it.each([
    'rate(1 minute)',
    'rate(5 minutes)',
    'rate(1 hour)',
    'rate(12 hours)',
    'cron(0 10 * * ? *)',
    'cron(0/15 8-17 ? * MON-FRI *)',
    'cron(15,45 */2 ? JAN,jul 2-6 2026-2030)',
    'cron(0 18 L * ? *)',
    'cron(0 18 LW * ? *)',
    'cron(0 18 15W * ? *)',
    'cron(0 18 ? * 6#3 *)',
    'cron(0 18 ? * FRIL *)',
    'at(2026-01-01T00:00:00)',
    'at(2028-02-29T23:59:59)',
  ])('may be %s', (text) => expect(isScheduleExpression(text)).toBe(true))

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(-1 hours)',
    'rate(5)',
    'cron(0 10 * * *)',
    'cron(61 10 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(0 10 0 * ? *)',
    'cron(0 10 99 * ? *)',
    'cron(0 10 1 13 ? *)',
    'cron(0 10 1 Janua ? *)',
    'cron(0 10 ? * FOO *)',
    'cron(0 10 ? * 8 *)',
    'cron(0 10 ? * 2#6 *)',
    'cron(0 10 * * ? FOO)',
    'cron(0 10 * * ? 1969)',
    'cron(? 10 * * ? *)',
    'cron(*/0 10 * * ? *)',
    'cron(1-2-3 10 * * ? *)',
    'cron(1, 10 * * ? *)',
    'at(2026-02-30T00:00:00)',
    'at(2026-01-01)',
    'every minute',
    '',
  ])('may not be %s', (text) => expect(isScheduleExpression(text)).toBe(false))
})
