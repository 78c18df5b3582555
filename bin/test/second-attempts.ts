import type { Reporter, TestModule } from 'vitest/node'

/** Lists the tests that passed only at the second attempt, with the first failure, and counts them: each is a race. */
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
