import { type Measurement, measurementOf } from './measurement.ts'

export interface ClosedLoop {
  readonly callers: number
  readonly seconds: number
  /** One call. It answers with how many journals (or transactions) it came to. */
  readonly call: () => Promise<number>
}

/** So many callers, each of whom asks again as soon as it is answered. */
export async function closedLoop({ callers, seconds, call }: ClosedLoop): Promise<Measurement> {
  const latencies: number[] = []
  let [units, errors] = [0, 0]
  const cpu = process.cpuUsage()
  const start = performance.now()
  const end = start + seconds * 1_000

  const caller = async (): Promise<void> => {
    for (let now = performance.now(); now < end; now = performance.now()) {
      try {
        const done = await call()
        units += done
        latencies.push(performance.now() - now)
      } catch (error) {
        errors += 1
        if (errors === 1) console.error(error)
      }
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))

  const { user, system } = process.cpuUsage(cpu)
  const took = (performance.now() - start) / 1_000
  return measurementOf(latencies, { units, seconds: took, errors, cpuUs: user + system })
}
