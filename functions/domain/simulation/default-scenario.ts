import { NO_OVERFLOW } from '../capacity.ts'
import { OVERLOAD_THRESHOLD, UNDERLOAD_THRESHOLD } from '../merge.ts'
import type { Scenario, ScenarioDepartment } from './scenario.ts'

/** Three skills that a department's tickets ask for, each of which two or three of its four agents have. */
const SKILLS = ['first', 'second', 'third']

const aDepartment = (name: string): ScenarioDepartment => ({
  name,
  arrivals_by_hour: Array.from({ length: 24 }, () => 1),
  load_factor: 1,
  skills: SKILLS,
  skilled_share: 1,
  overflow: NO_OVERFLOW,
  agents: [
    { speed: 0.8, skills: ['first', 'second'] },
    { speed: 0.95, skills: ['second', 'third'] },
    { speed: 1.05, skills: ['third', 'first'] },
    { speed: 1.2, skills: ['first'] },
  ],
})

/** The desk on which the strategies' defaults were chosen: 3 departments of 4 agents, working round the clock. */
export const DEFAULT_SCENARIO: Scenario = {
  days: 60,
  load: 0.7,
  capacity: 3,
  work: { distribution: 'lognormal', mean_minutes: 40, sigma: 0.8 },
  mismatch_factor: 1.6,
  overload_threshold: OVERLOAD_THRESHOLD,
  underload_threshold: UNDERLOAD_THRESHOLD,
  departments: ['billing', 'technical', 'account'].map(aDepartment),
}
