import type { AwsService } from './aws-service.ts'

export const modelBehaviours = ['normal', 'throttle', 'hang', 'garbage', 'wrong_enum', 'string_input', 'down'] as const
export type ModelBehaviour = (typeof modelBehaviours)[number]

/** A server that speaks OpenAI's chat completions. */
export interface ModelServer {
  /** Origin, such as `http://127.0.0.1:8080`. */
  readonly url: string
  readonly model: string
}

export interface ModelOptions {
  /** Suggests what a ticket's text is about; its fields fill the tool's input by name. */
  readonly classify: (text: string) => Promise<Readonly<Record<string, unknown>>>
  /** Answers instead of `classify` if given. */
  readonly server: ModelServer | undefined
}

/** One Converse request as the service received it. */
export interface ConverseRequest {
  readonly modelId: string
  readonly caller: string
  readonly body: unknown
}

/** Bedrock Runtime (`bedrock`): Converse with one forced tool. */
export interface Model extends AwsService {
  setBehaviour(behaviour: ModelBehaviour): void
  /** The last 1,000 requests, oldest first. */
  requests(): readonly ConverseRequest[]
}

/** The server that `PLIMSOLL_MODEL_URL` and `PLIMSOLL_MODEL_NAME` name, if they do. */
export const modelServerOf = (_environment: Readonly<Record<string, string | undefined>>): ModelServer | undefined => {
  throw new Error('under construction')
}

export const startModel = async (_options: ModelOptions): Promise<Model> => {
  throw new Error('under construction')
}
