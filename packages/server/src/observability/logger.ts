import { type DestinationStream, type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino'
import { describeError } from './describe-error.ts'

export type { Logger } from 'pino'

/**
 * One JSON object a line, on standard output unless a stream is given.
 *
 * What is logged is named field by field where it is logged. The list of paths below is the second line: it blanks
 * what should never have been handed over.
 */
export function createLogger(level: LevelWithSilent, stream: DestinationStream = process.stdout): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
    serializers: { err: describeError },
    redact: { paths: secretPaths, censor: '(hidden)' },
  }
  return pino(options, stream)
}

const secretNames = [
  'password',
  'passwd',
  'secret',
  'token',
  'authorization',
  'cookie',
  'databaseUrl',
  'connectionString',
  'account_number',
  'accountNumber',
  'totp',
  'code_verifier',
]

// At the top, and one and two levels down. A wildcard of any depth costs a walk through every object logged.
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
