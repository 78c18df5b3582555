import type { Finding } from './finding.ts'

/**
 * What the CDK is to be called with, one call after the other, so that a stage is deployed.
 *
 * @param context what the stage has chosen, as arguments
 * @param isCheck whether the changes are only listed, as a change set that is not carried out. That touches nothing, so
 *   that there is none to make in an account without the CDK's bootstrap
 */
export const cdkCommands = (
  findings: readonly Finding[],
  context: readonly string[],
  isCheck: boolean,
): readonly (readonly string[])[] => {
  const isPrepared = !findings.some(({ about, state }) => about === 'bootstrap' && state === 'lacks')
  if (isCheck) return isPrepared ? [['deploy', '--method', 'prepare-change-set', ...context]] : []
  const deploy = ['deploy', '--require-approval', 'never', ...context]
  return isPrepared ? [deploy] : [['bootstrap', ...context], deploy]
}
