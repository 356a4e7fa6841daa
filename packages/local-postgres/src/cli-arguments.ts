import { parseArgs } from 'node:util'
import { LocalPostgresError } from './errors/local-postgres-error.ts'
import { parseStartOptions, type StartRequest } from './start-options.ts'

export const usage = `Usage: evenkeel-postgres [options]

Runs a PostgreSQL in the foreground. Its URL goes to standard output, everything else to standard error.
Ctrl-C stops it.

  --version <15|16|17|18>  the major version (default: the data folder's own, 18 for a new one)
  --data-dir <folder>      where to keep the data (default: a temporary folder, removed at the end)
  --port <number>          the port on 127.0.0.1 (default: a free one)
  --durable, --no-durable  survive a crash of the machine (default: yes with --data-dir, no without)
  --set <name>=<value>     a setting of the server, as in postgresql.conf; may be repeated
  --help                   this text

Exit status: 0 when it was stopped, 1 when it could not start or crashed, 2 when the command line is wrong.
`

/** What the command line asks for: the help text (null) or a server. */
export function parseCommandLine(args: readonly string[]): StartRequest | null {
  const { values } = parseKnown(args)
  if (values.help === true) return null
  return parseStartOptions({
    // Number() gives NaN for what is no number, and NaN is refused with the same words as a wrong number.
    version: values.version === undefined ? undefined : Number(values.version),
    dataDir: values['data-dir'],
    port: values.port === undefined ? undefined : Number(values.port),
    durable: values.durable,
    settings: Object.fromEntries((values.set ?? []).map(splitSetting)),
  })
}

function parseKnown(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        version: { type: 'string' },
        'data-dir': { type: 'string' },
        port: { type: 'string' },
        durable: { type: 'boolean' },
        set: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LocalPostgresError('invalid_options', reason, {}, { cause })
  }
}

function splitSetting(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new LocalPostgresError(
    'invalid_options',
    `--set takes <name>=<value>, and "${text}" has no name or no "=".`,
  )
}
