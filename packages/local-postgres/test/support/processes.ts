import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * The processes that work in a folder: by their command line, by where they are, or by what they have open. One that was
 * killed loses the first before the last, and while it has a lease open its server is not over. Linux only.
 */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => describe(name).some((text) => text.includes(folder)))
    .map(Number)
}

export function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

function describe(pid: string): string[] {
  // It may end while we look, or belong to the kernel or to somebody else: then there is nothing to read.
  const opened = orElse([], () => readdirSync(`/proc/${pid}/fd`))
  return [
    orElse('', () => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
    ...[`/proc/${pid}/cwd`, ...opened.map((fd) => `/proc/${pid}/fd/${fd}`)].map((link) =>
      orElse('', () => readlinkSync(link)),
    ),
  ]
}

function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
