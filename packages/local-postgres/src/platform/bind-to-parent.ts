import { spawnSync } from 'node:child_process'

/**
 * Rewrites a command so that the kernel itself ends it when its parent dies, however the parent died.
 *
 * `setpriv` (util-linux) asks for the signal and then becomes the program. Three things make or break it:
 *
 * - The request is lost when a process changes its user, so the user is changed before (by spawn), and
 *   neither the shell nor PostgreSQL is a set-user-id program.
 * - The signal comes when the parent's *thread* ends. The keeper starts programs from its main thread, which
 *   lives as long as the process; a worker thread of the host would not do.
 * - A parent that died before the request was made is never reported. The shell therefore looks at its parent
 *   once the request stands, and does not go on when that is already somebody else.
 *
 * The signal is QUIT: PostgreSQL then ends at once and recovers at its next start. INT would be gentler, but
 * nobody is left to insist when it takes too long.
 *
 * Where there is no such `setpriv` (macOS, some minimal images) the command stays as it is.
 */
export function bindToParent(command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const isSupported =
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'clear', 'true']).status === 0
  if (!isSupported) return command
  const goOn = '[ "$PPID" = "$0" ] || exit 1; exec "$@"'
  return ['setpriv', '--pdeathsig', 'QUIT', '/bin/sh', '-c', goOn, String(process.pid), ...command]
}
