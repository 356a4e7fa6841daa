import { setTimeout as sleep } from 'node:timers/promises'
import { type Measurement, measurementOf } from './measurement.ts'

export interface OpenLoop {
  readonly perSecond: number
  readonly seconds: number
  readonly call: () => Promise<number>
}

/**
 * Calls that arrive by chance at a fixed rate, whether or not the ones before are answered. A closed loop hides how long
 * callers would have queued, because its callers stop asking while they wait.
 */
export async function openLoop({ perSecond, seconds, call }: OpenLoop): Promise<Measurement> {
  const latencies: number[] = []
  const underWay = new Set<Promise<void>>()
  let [units, errors] = [0, 0]
  const cpu = process.cpuUsage()
  const start = performance.now()
  const end = start + seconds * 1_000

  for (let arrival = start; arrival < end; arrival += gap(perSecond)) {
    const early = arrival - performance.now()
    if (early > 1) await sleep(early)
    const due = arrival
    const asked = call()
      .then((count) => {
        units += count
        latencies.push(performance.now() - due)
      })
      .catch(() => {
        errors += 1
      })
      .finally(() => underWay.delete(asked))
    underWay.add(asked)
  }
  await Promise.all(underWay)

  const { user, system } = process.cpuUsage(cpu)
  const took = (performance.now() - start) / 1_000
  return measurementOf(latencies, { units, seconds: took, errors, cpuUs: user + system })
}

/** The gaps between chance arrivals are exponential. */
function gap(perSecond: number): number {
  return (-Math.log(1 - Math.random()) / perSecond) * 1_000
}
