/** Skills from a text separated by commas, each once. */
export const skillsOf = (text: FormDataEntryValue | null): string[] => [
  ...new Set(
    String(text ?? '')
      .split(',')
      .map((skill) => skill.trim().toLowerCase())
      .filter(Boolean),
  ),
]
