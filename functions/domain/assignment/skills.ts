/** An admin's table of other names for a skill, such as `{ js: 'javascript' }`. */
export type SkillAliases = Readonly<Record<string, string>>

/** The suitability of anyone for a ticket that asks for no skill. */
export const NO_SKILL_NEEDED = 0.5

/** One spelling per skill: lower case, and one space for every run of spaces, hyphens and underscores. */
export const normaliseSkill = (skill: string): string =>
  skill
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, ' ')
    .trim()

/** Maps every name of a skill to the one that stands for it. */
type Naming = (skill: string) => string

/** Aliases of aliases are followed; aliases in a circle are ignored, and each name stands for itself. */
const namingBy = (aliases: SkillAliases): Naming => {
  const targets = new Map(
    Object.entries(aliases).map(([alias, skill]) => [normaliseSkill(alias), normaliseSkill(skill)]),
  )
  return (skill) => {
    const own = normaliseSkill(skill)
    const passed = new Set<string>()
    let name = own
    while (!passed.has(name)) {
      passed.add(name)
      const target = targets.get(name)
      if (target === undefined || target === name) return name
      name = target
    }
    return own
  }
}

const namesOf = (skills: readonly string[], naming: Naming): ReadonlySet<string> =>
  new Set(skills.map(naming).filter((name) => name !== ''))

/**
 * Prepares a ticket's skills for comparison with many agents.
 *
 * Skills match as whole normalised names or through the alias table, never by a part of a name:
 * java is not javascript, and go is not django. A skill asked for twice counts once.
 *
 * @returns the share of the required skills that an agent has, in [0, 1]; 0.5 for everyone if none is required
 */
export const skillShareFor = (
  required_skills: readonly string[],
  aliases: SkillAliases,
): ((skills: readonly string[]) => number) => {
  const naming = namingBy(aliases)
  const required = namesOf(required_skills, naming)
  if (required.size === 0) return () => NO_SKILL_NEEDED
  return (skills) => {
    const offered = namesOf(skills, naming)
    return [...required].filter((name) => offered.has(name)).length / required.size
  }
}
