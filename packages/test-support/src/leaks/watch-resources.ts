import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import type { Server, Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What keeps a process alive, by Node's own name for it, in words. Files being read and the like end by themselves. */
const watched: Readonly<Record<string, string>> = {
  Timeout: 'timer',
  TCPSocketWrap: 'TCP connection',
  TLSWrap: 'TLS connection',
  TCPServerWrap: 'TCP server',
  PipeWrap: 'pipe or local socket',
  PipeServerWrap: 'local socket server',
  UDPWrap: 'UDP socket',
  ProcessWrap: 'child process',
  FSEventWrap: 'file watcher',
  StatWatcher: 'file watcher',
  Worker: 'worker thread',
}

/** What is on its way out when the last test ends (a socket that has just been closed) gets this long to go. */
const graceMs = 1_000

/**
 * Remembers what is open now; `leaks()` says what has been opened since and is still there.
 *
 * Node counts what keeps the process alive, which decides whether there is a leak; its diagnostics channels hand over
 * the objects themselves, which tell the reader where to look. Without a leak the check costs well under a millisecond.
 */
export function watchResources(): { leaks(): Promise<string[]> } {
  const before = counts()
  const details = watchDetails()
  return {
    leaks: async () => {
      const deadline = performance.now() + graceMs
      let left = difference(before, counts())
      while (left.length > 0 && performance.now() < deadline) {
        await pause(10)
        left = difference(before, counts())
      }
      return left.length === 0 ? [] : [...left, ...details()]
    },
  }
}

function counts(): Map<string, number> {
  const counted = new Map<string, number>()
  for (const resource of process.getActiveResourcesInfo()) {
    const kind = watched[resource]
    if (kind !== undefined) counted.set(kind, (counted.get(kind) ?? 0) + 1)
  }
  return counted
}

function difference(before: Map<string, number>, now: Map<string, number>): string[] {
  return [...now].flatMap(([kind, count]) => {
    const added = count - (before.get(kind) ?? 0)
    return added > 0 ? [`${added} x ${kind}`] : []
  })
}

/** Collects every socket, server and child process made from now on; the answer describes those still alive. */
function watchDetails(): () => string[] {
  const sockets = new Set<Socket>()
  const servers = new Set<Server>()
  const children = new Set<ChildProcess>()
  // The types of these messages are documented with the channels and not declared anywhere.
  subscribe('net.client.socket', (message) => collect(sockets, (message as { socket: Socket }).socket))
  subscribe('tracing:net.server.listen:asyncEnd', (message) => {
    servers.add((message as { server: Server }).server)
  })
  subscribe('child_process', (message) => children.add((message as { process: ChildProcess }).process))

  return () => [
    ...[...sockets].map(
      (socket) => `  connection to ${socket.remoteAddress ?? 'a peer'}:${socket.remotePort ?? '?'}`,
    ),
    ...[...servers]
      .filter((server) => server.listening)
      .map((server) => `  server on ${JSON.stringify(server.address())}`),
    ...[...children]
      .filter(isRunning)
      .map((child) => `  process ${child.pid ?? '?'}: ${child.spawnargs.join(' ')}`),
  ]
}

// Sockets come by the thousand in a test of races, so one that closes is forgotten at once.
function collect(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}
