import type { Finding } from './finding.ts'

/**
 * The arguments of the CDK calls that deploy a stage, in order.
 *
 * @param context the stage's settings, as arguments
 * @param isCheck whether the changes are only listed. Templates are compared, since a change set would be left in the
 *   account; an account without the CDK's bootstrap has no stack to compare with
 */
export const cdkCommands = (
  findings: readonly Finding[],
  context: readonly string[],
  isCheck: boolean,
): readonly (readonly string[])[] => {
  const isPrepared = !findings.some(({ about, state }) => about === 'bootstrap' && state === 'lacks')
  if (isCheck) return isPrepared ? [['diff', '--method', 'template', ...context]] : []
  const deploy = ['deploy', '--require-approval', 'never', ...context]
  return isPrepared ? [deploy] : [['bootstrap', ...context], deploy]
}
