/** Whose history an event belongs to: what its `subject` says. Rows that have a history stand in the partition of that name. */
export const subjectOf = {
  ticket: (id: string): string => `TICKET#${id}`,
  user: (id: string): string => `USER#${id}`,
  department: (id: string): string => `DEPARTMENT#${id}`,
  merge: (id: string): string => `MERGE#${id}`,
  /** An e-mail address by its SHA-256: events stay for ever and hold no address. */
  address: (sha256: string): string => `ADDRESS#${sha256}`,
  settings: 'SETTINGS',
  triageModel: 'MODEL#triage',
} as const
