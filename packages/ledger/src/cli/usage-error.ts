/** The command line or the environment cannot be understood, or something it needs is not installed. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
