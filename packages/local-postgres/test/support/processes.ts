import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The processes that work in a folder: by their command line or by where they are. Linux only. */
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
  try {
    return [readFileSync(`/proc/${pid}/cmdline`, 'utf8'), readlinkSync(`/proc/${pid}/cwd`)]
  } catch {
    // It ended while we looked, or belongs to the kernel.
    return []
  }
}
