/** A server the tests may create databases on. */
export interface FoundPostgres {
  readonly url: string
  /** The version that was asked for, if one was. */
  readonly wantedVersion: number | undefined
  /** Where it came from, for the line that says what the suite ran on. */
  readonly origin: string
  /** How a person reaches a database that was kept because its test file failed. */
  readonly howToConnect: string
  /** Stops the server if it was ours to start. */
  stop(): Promise<void>
}

/**
 * What a server of ours is started with. Races ask for a hundred sessions at once, and several test files run side by
 * side.
 */
export const serverSettings: Readonly<Record<string, string>> = { max_connections: '400' }
