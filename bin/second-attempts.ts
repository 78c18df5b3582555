import type { Reporter, TestModule } from 'vitest/node'

/** Names what passed at its second attempt only, and what failed in its first: a race that somebody has to find. */
export default class SecondAttempts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const test of modules.flatMap(({ children }) => [...children.allTests()])) {
      if (!test.diagnostic()?.flaky) continue
      const failures = (test.result().errors ?? []).map(({ message, stack }) => stack ?? message)
      console.log(`second attempt: ${test.module.relativeModuleId} > ${test.fullName}`, ...failures)
    }
  }
}
