import { readFileSync } from 'node:fs'

/** CPU time that one server process spends on some work, in microseconds. Linux only: it is read from /proc. */
export async function backendCpu(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = spentBy(pid)
  await work()
  return spentBy(pid) - before
}

function spentBy(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1_000
}
