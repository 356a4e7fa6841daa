import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import type { ServerUser } from './server-user.ts'

/**
 * The first folder on the way to `path` that the server's user may not pass through, or null when the way is
 * open. The question is put to the kernel as that user, because permission bits alone do not tell (groups,
 * access lists, read-only mounts).
 */
export function findClosedFolder(path: string, user: ServerUser | null): string | null {
  if (user === null) return null
  const ask = 'for folder; do [ -x "$folder" ] || { printf %s "$folder"; exit; }; done'
  const answer = spawnSync('/bin/sh', ['-c', ask, 'sh', ...wayTo(path)], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    encoding: 'utf8',
  })
  return answer.stdout === '' ? null : answer.stdout
}

function wayTo(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [...wayTo(parent), path]
}
