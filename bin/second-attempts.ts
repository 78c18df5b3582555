import type { Reporter, TestModule } from 'vitest/node'

/** Names what passed at its second attempt only, and what failed in its first, then how many these are: races that somebody has to find. */
export default class SecondAttempts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap(({ children }) => [...children.allTests()])
    const unsure = tests.filter((test) => test.diagnostic()?.flaky)
    for (const test of unsure) {
      const failures = (test.result().errors ?? []).map(({ message, stack }) => stack ?? message)
      console.log(`second attempt: ${test.module.relativeModuleId} > ${test.fullName}`, ...failures)
    }
    if (unsure.length > 0) console.log(`${unsure.length} of ${tests.length} passed at a second attempt only`)
  }
}
