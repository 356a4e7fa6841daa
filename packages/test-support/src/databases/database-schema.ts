/** What a test database holds before the first test: given by the caller, so that this package knows no schema. */
export interface DatabaseSchema {
  readonly name: string
  /** Changes whenever `prepare` would make something else: a digest of the migrations, say. */
  readonly fingerprint: string
  /** Brings the empty database behind `url` up to this schema, and leaves no connection open. */
  prepare(url: string): Promise<void>
}
