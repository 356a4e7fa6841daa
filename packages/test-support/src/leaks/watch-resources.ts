import { createHook } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:net'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { originOf } from './origin.ts'

/** What must not outlive a test file, by Node's own name for it. Reads, lookups and the like end by themselves. */
const watched: Readonly<Record<string, string>> = {
  Timeout: 'timer',
  TCPWRAP: 'TCP connection',
  PIPEWRAP: 'pipe',
  UDPWRAP: 'UDP socket',
  PROCESSWRAP: 'child process',
  FSEVENTWRAP: 'file watcher',
  STATWATCHER: 'file watcher',
  WORKER: 'worker thread',
}

/** What is on its way out when the last test ends (a socket that has just been closed) gets this long to go. */
const graceMs = 1_000

interface Resource {
  readonly kind: string
  /** Holds where it was made. The frames are put into words, which is the dear part, only for a leak. */
  readonly made: Error
  readonly isHeld: () => boolean
}

/**
 * Watches what is opened from now on; `leaks()` says once what of it is still there, and where it was opened. Something that
 * does not keep the process alive (a timer after `unref`) is no leak, except a child process: that lives on alone.
 */
export function watchResources(): { leaks(): Promise<string[]> } {
  openStandardStreams()
  const open = new Map<number | Server, Resource>()
  watchHandles(open)
  watchServers(open)

  return {
    leaks: async () => {
      const deadline = performance.now() + graceMs
      // Node reports what has ended in the next turn of its loop.
      await turn()
      let left = describe(open.values())
      while (left.length > 0 && performance.now() < deadline) {
        await pause(5, undefined, { ref: false })
        left = describe(open.values())
      }
      // The next file of this process is not to be told of them again.
      if (left.length > 0) open.clear()
      return left
    },
  }
}

/** Node opens these when they are first looked at, as whoever imports `node:process` does. They are the process's own. */
function openStandardStreams(): readonly unknown[] {
  return [process.stdin, process.stdout, process.stderr]
}

function watchHandles(open: Map<number | Server, Resource>): void {
  const hooks = {
    init(id: number, type: string, _trigger: number, handle: { hasRef?: () => boolean }): void {
      const kind = watched[type]
      if (kind === undefined) return
      const isHeld = () => type === 'PROCESSWRAP' || handle.hasRef?.() !== false
      open.set(id, { kind, made: new Error(kind), isHeld })
    },
    destroy(id: number): void {
      open.delete(id)
    },
    // Without this every promise would pay for a hook that does not look at promises: ten times its price.
    trackPromises: false,
  }
  createHook(hooks).enable()
}

// A server gets its handle some turns after `listen`, when nobody knows any more who called. This channel speaks
// within the call.
function watchServers(open: Map<number | Server, Resource>): void {
  subscribe('tracing:net.server.listen:asyncStart', (message) => {
    // The documentation of the channel gives the message this shape; no type declares it.
    const { server } = message as { server: Server }
    open.set(server, { kind: 'server', made: new Error('server'), isHeld: () => server.listening })
    server.once('close', () => open.delete(server))
  })
}

function describe(resources: Iterable<Resource>): string[] {
  const counted = new Map<string, number>()
  for (const { kind, made, isHeld } of resources) {
    const origin = isHeld() ? originOf(made) : undefined
    if (origin === undefined) continue
    const line = `${kind}, opened ${origin}`
    counted.set(line, (counted.get(line) ?? 0) + 1)
  }
  return [...counted].map(([line, count]) => (count === 1 ? line : `${count} x ${line}`))
}
