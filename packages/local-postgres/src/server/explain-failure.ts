import { LocalPostgresError, type LocalPostgresErrorCode } from '../errors/local-postgres-error.ts'

type Explanation = { readonly sign: RegExp; readonly code: LocalPostgresErrorCode; readonly advice: string }

// PostgreSQL says why it did not start only in its log. Its messages are in English here (LC_ALL=C).
const explanations: readonly Explanation[] = [
  {
    sign: /Address already in use/,
    code: 'port_taken',
    advice: 'The port is taken by another program. Name another port, or none to have a free one chosen.',
  },
  {
    sign: /No space left on device|Disk quota exceeded/,
    code: 'disk_full',
    advice: 'The disk is full. Free some space or name a data folder on another disk.',
  },
  {
    sign: /(configuration|for) parameter "|parameter "[^"]+" (requires|cannot)|outside the valid range/,
    code: 'setting_refused',
    advice: 'PostgreSQL does not accept one of the settings.',
  },
  {
    sign: /could not look up effective user ID|local user with ID \d+ does not exist/,
    code: 'no_unprivileged_user',
    advice: 'Its user has no name on this machine. Start as a user that /etc/passwd knows.',
  },
  {
    sign: /database files are incompatible with server/,
    code: 'data_folder_version',
    advice: 'The data folder was made by another version of PostgreSQL.',
  },
  {
    sign: /lock file "postmaster.pid" already exists|pre-existing shared memory block/,
    code: 'data_folder_in_use',
    advice: 'Another PostgreSQL works in the data folder. Stop it first.',
  },
]

/** The typed error for a program of PostgreSQL that gave up, from what it wrote last. */
export function explainFailure(program: string, lastLines: string, logFile: string): LocalPostgresError {
  const found = explanations.find(({ sign }) => sign.test(lastLines))
  const advice = found?.advice ?? 'Its last lines below say why.'
  return new LocalPostgresError(
    found?.code ?? 'start_failed',
    `${program} gave up. ${advice}\n${lastLines}`,
    {
      logFile,
      lastLines,
    },
  )
}

/** The typed error for a program of PostgreSQL that had to be ended because it took too long. */
export function explainDelay(program: string, lastLines: string, logFile: string): LocalPostgresError {
  return new LocalPostgresError(
    'start_timeout',
    `${program} was not ready in time. Give it longer (startTimeoutMs) or see its last lines:\n${lastLines}`,
    { logFile, lastLines },
  )
}
