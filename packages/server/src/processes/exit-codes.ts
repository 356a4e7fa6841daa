/** How a process of the service ends. A contract with scripts: a number never changes its meaning. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  /** The environment or the command line is wrong. */
  usage: 2,
  cannotConnect: 4,
  /** The database is behind this version, or was built by something else. */
  migrationsDiffer: 5,
  /** PostgreSQL runs with settings under which a crash loses money. */
  unsafeDatabase: 6,
  /** A second Ctrl-C did not wait for the end. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
