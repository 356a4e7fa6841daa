import { renameSync, rmSync, writeFileSync } from 'node:fs'
import type { PostgresVersion } from '../platform/postgres-versions.ts'
import type { DataFolder } from './data-folder.ts'
import { readIfThere } from './read-if-there.ts'

/** The running server as its guests need to know it. Kept in `server.json` while it is ready for them. */
export type RunningServer = {
  readonly leaseId: string
  readonly pid: number
  readonly keeperPid: number
  readonly port: number
  readonly version: PostgresVersion
  readonly durable: boolean
  readonly settings: Readonly<Record<string, string>>
}

/** Appears complete or not at all. */
export function publishServer(folder: DataFolder, server: RunningServer): void {
  const partial = `${folder.server}.${server.keeperPid}`
  rmSync(partial, { force: true })
  writeFileSync(partial, `${JSON.stringify(server, null, 2)}\n`, { flag: 'wx', mode: 0o644 })
  renameSync(partial, folder.server)
}

/** The server that stands behind a lease, or null while it is not ready. */
export function readServer(folder: DataFolder, leaseId: string): RunningServer | null {
  const text = readIfThere(folder.server)
  if (text === null) return null
  // The file is written by publishServer alone, and appears by renaming.
  const server = JSON.parse(text) as RunningServer
  return server.leaseId === leaseId ? server : null
}

export function withdrawServer(folder: DataFolder): void {
  rmSync(folder.server, { force: true })
}
