import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { ServerUser } from '../platform/server-user.ts'
import type { DataFolder } from './data-folder.ts'
import { readIfThere } from './read-if-there.ts'

/**
 * Gives back the System V segment of a server that was killed and will never be started again.
 *
 * PostgreSQL keeps a segment of 56 bytes to see whether anybody still works in its folder. It removes it when it
 * ends, or at the next start on the folder; killed in a temporary folder it would leave one each time, and Linux
 * has 4,096 of them for everybody. Segments are numbered anew, so the number in postmaster.pid is believed only
 * when the kernel names the same key and maker and nobody is attached. Elsewhere than on Linux it stays.
 */
export function releaseSharedMemory(folder: DataFolder, user: ServerUser | null): void {
  const lines = readIfThere(join(folder.pgdata, 'postmaster.pid'))?.split('\n')
  const [key, id] = lines?.[6]?.trim().split(/\s+/) ?? []
  const maker = lines?.[0]?.trim()
  const isOurs = listSegments().some(
    (segment) => segment.key === key && segment.id === id && segment.maker === maker && segment.users === '0',
  )
  if (id !== undefined && isOurs) spawnSync('ipcrm', ['-m', id], { ...user, cwd: '/' })
}

type Segment = Readonly<Record<'key' | 'id' | 'maker' | 'users', string | undefined>>

function listSegments(): Segment[] {
  const [, ...lines] = readIfThere('/proc/sysvipc/shm')?.trim().split('\n') ?? []
  return lines.map((line) => {
    const [key, id, , , maker, , users] = line.trim().split(/\s+/)
    return { key, id, maker, users }
  })
}
