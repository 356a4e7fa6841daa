import { ConfigError } from '../config/config-error.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'

/** A reason not to start that people meet in ordinary life. Its message is all they need; no stack is shown. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof StartError) return error.exitCode
  return error instanceof ConfigError ? exitCodes.usage : exitCodes.unexpected
}

/** The message of what we expected; of anything else all there is, because it is a bug to be reported. */
export function explain(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
