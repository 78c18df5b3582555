import type { ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime'
import { RECORD_TRIAGE } from '../../functions/domain/triage/prompt.ts'

const answer = (content: object): ConverseCommandOutput =>
  ({ output: { message: { role: 'assistant', content: [content] } } }) as ConverseCommandOutput

/** The model calls its one tool, with any input. */
export const called = (input: unknown): ConverseCommandOutput =>
  answer({ toolUse: { toolUseId: 't1', name: RECORD_TRIAGE.name, input } })

/** The model writes prose instead. */
export const said = (text: string): ConverseCommandOutput => answer({ text })
