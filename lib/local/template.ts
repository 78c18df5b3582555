/** A resource of the template, its properties as written: pass each through `resolve` before use. */
export interface Resource {
  readonly logicalId: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Record<string, unknown>>
}

/** What the template cannot know: values that exist only on this machine, asked for at each use. */
export interface TemplateOptions {
  /** Port of the AWS port; asked only when a queue's URL is resolved, so the port may open late. */
  readonly awsPort: () => number
  /**
   * Turns a resolved URL of AWS (`https://` or `wss://`) into the local one; URLs that are not local come back unchanged.
   * WebSocket and HTTP APIs arrive as `https://<logical id>.execute-api.us-east-1.amazonaws.com/<stage>`.
   */
  readonly localUrl: (url: string) => string
  /** Value of a dynamic reference, such as `secretsmanager:<arn>:SecretString:::` (without the braces and `resolve:`). */
  readonly dynamicReference: (reference: string) => string
}

/** A synthesized template whose names, ARNs and URLs are those of this machine. */
export interface Template {
  /** Resources of a type, in the template's order; of several types if several are named. */
  resourcesOf(...types: readonly string[]): readonly Resource[]
  /** @throws Error if the template has no such resource */
  resource(logicalId: string): Resource
  /** The value with every intrinsic function and reference replaced; AWS::NoValue removes its key. */
  resolve(value: unknown): unknown
  /** `resolve` for what must be a string. @throws Error if it is not */
  text(value: unknown): string
  /** Physical name: the explicit name property where set, else the logical id. */
  nameOf(logicalId: string): string
  /** @throws Error if resources of this type have no ARN */
  arnOf(logicalId: string): string
}

/**
 * Reads a synthesized CloudFormation template.
 *
 * @param document the parsed JSON
 * @throws Error naming every resource whose type is neither emulated nor knowingly ignored
 */
export const readTemplate = (document: unknown, options: TemplateOptions): Template => {
  throw new Error(`not built yet: ${typeof document} ${typeof options}`)
}
