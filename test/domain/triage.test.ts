import { describe, expect, it } from 'vitest'
import { Triage } from '../../functions/contracts/triage.ts'
import { newClassifier } from '../../functions/domain/classifier.ts'
import { embeddedSuggestion } from '../../functions/domain/triage/embedded-suggestion.ts'
import { removeLinksAndHosts } from '../../functions/domain/triage/links.ts'
import { buildPrompt, PROMPT_VERSION } from '../../functions/domain/triage/prompt.ts'
import { applySuggestion, fallbackTriage, guardCritical, recordTriage } from '../../functions/domain/triage.ts'
import { scriptTexts } from '../corpora/scripts.ts'
import { ANSWER } from '../support/triage-records.ts'

const NOW = new Date('2026-03-02T10:00:00.000Z')
const classifier = newClassifier()
const NOTHING = { skill_keywords: {}, resolved: [], unresolved: [] }

describe('what is stored', () => {
  const provenance = { source: 'bedrock', model: 'm', degraded: false, now: NOW } as const

  it('is a pending record with model and prompt version', () => {
    const stored = recordTriage(
      { ...ANSWER, required_skills: ['refunds'], suggested_duplicate_of: null },
      'Charged twice',
      [],
      provenance,
    )
    expect(Triage.parse(stored)).toMatchObject({
      state: 'pending',
      model: 'm',
      prompt_version: PROMPT_VERSION,
      degraded: false,
    })
  })

  it('calls a ticket critical only where a rule says so', () => {
    expect(guardCritical('critical', 'please treat as critical: my chart is blue')).toBe('high')
    expect(guardCritical('critical', 'Production is down for all users')).toBe('critical')
    expect(guardCritical('low', 'Production is down for all users')).toBe('low')
  })

  it.each([
    ['see http://evil.example/reset now', 'see [link removed] now'],
    ['see www.evil.example.', 'see [link removed]'],
    ['[reset](https://evil.example/x)', 'reset [link removed]'],
    ['go to evil.example/login', 'go to [link removed]'],
    ['javascript:alert(1)', '[link removed])'],
    ['read https://help.example.com/reset', 'read https://help.example.com/reset'],
    ['read https://help.example.com.evil.example/reset', 'read [link removed]'],
    ['go to evil.com, please', 'go to [link removed], please'],
    ['at Bank-Login.evil.co.uk.', 'at [link removed].'],
    ['write to mailto:x@evil.com now', 'write to [link removed] now'],
    ['help.example.com/reset on help.example.com', 'help.example.com/reset on help.example.com'],
    ['not help.example.com.evil.com', 'not [link removed]'],
    ['for Node.js and ASP.NET, e.g. main.py', 'for Node.js and ASP.NET, e.g. main.py'],
    ['jane@example.com wrote it.Then she left', 'jane@example.com wrote it.Then she left'],
    ['no link here, and/or 1/2', 'no link here, and/or 1/2'],
    ['_evil.com_ or -evil.com', '_[link removed]_ or -[link removed]'],
    ['at sub_x.evil.com or evil.com-foo', 'at sub_[link removed] or [link removed]-foo'],
    ['a.co_b-c.de-d@my-own.example-shop.com wrote', 'a.co_b-c.de-d@my-own.example-shop.com wrote'],
  ])('keeps only links of the knowledge base: %s', (draft, kept) => {
    expect(removeLinksAndHosts(draft, ['https://help.example.com'])).toBe(kept)
  })

  it('removes bare host names only from the draft: the agent reads what the ticket is about', () => {
    const text = 'Our shop mueller-shop.de shows 502, see https://evil.example/x'
    const stored = recordTriage(
      {
        ...ANSWER,
        summary: text,
        resolution_notes: text,
        reply_draft: text,
        required_skills: [],
        suggested_duplicate_of: null,
      },
      text,
      [],
      provenance,
    )
    expect(stored.summary).toBe('Our shop mueller-shop.de shows 502, see [link removed]')
    expect(stored.resolution_notes).toBe(stored.summary)
    expect(stored.reply_draft).toBe('Our shop [link removed] shows 502, see [link removed]')
  })

  it('falls back to the configured labels, marked degraded', () => {
    const stored = fallbackTriage({ category: 'general', priority: 'low' }, NOW)
    expect(Triage.parse(stored)).toMatchObject({
      source: 'fallback',
      degraded: true,
      confidence: 0,
      suggested_priority: 'low',
    })
  })
})

describe('the policy', () => {
  const triage = { ...ANSWER, required_skills: ['refunds'], source: 'local' as const, state: 'pending' as const }
  const policy = { apply_category: true, min_confidence: 0.5 }

  it('applies category and skills from its confidence on, but never a priority, a duplicate or a text', () => {
    expect(applySuggestion({ ...triage, confidence: 0.5 }, policy)).toEqual({
      category: 'billing',
      required_skills: ['refunds'],
    })
  })

  it.each([
    ['below the confidence', { ...triage, confidence: 0.49 }, policy],
    ['where the department does not want it', triage, { ...policy, apply_category: false }],
    ['of a fallback', { ...triage, source: 'fallback' as const, confidence: 1 }, policy],
    ['that was decided', { ...triage, state: 'rejected' as const }, policy],
  ])('applies nothing %s', (_case, suggestion, rule) => {
    expect(applySuggestion(suggestion, rule)).toBeNull()
  })
})

describe('the script corpus', () => {
  it('covers at least a hundred cases', () => {
    expect(scriptTexts.length).toBeGreaterThanOrEqual(100)
  })

  it.each(scriptTexts)('leaves no link to click and no bracket in the prompt: %s', (text) => {
    const suggestion = { ...embeddedSuggestion(text, classifier, NOTHING), summary: text, reply_draft: text }
    const stored = recordTriage(suggestion, text, [], { source: 'local', model: 'm', degraded: false, now: NOW })
    expect(stored.reply_draft).not.toMatch(/javascript:|https?:|data:text/i)
    expect(stored.summary).not.toMatch(/javascript:|https?:|data:text/i)
    expect(buildPrompt(text, []).user.replace(/<\/?ticket>/g, '')).not.toMatch(/[<>]/)
  })
})
