import { configureGlobal, defaultReportMessage, type RunDetails, readConfigureGlobal } from 'fast-check'

/**
 * How many runs a property gets: `quick` in `npm test`, `long` when `EVENKEEL_LONG=1`.
 *
 *     await assert(property, { numRuns: samples({ quick: 100, long: 20_000 }) })
 */
export function samples(
  { quick, long }: { quick: number; long: number },
  environment: NodeJS.ProcessEnv = process.env,
): number {
  return environment['EVENKEEL_LONG'] === '1' ? long : quick
}

/** Makes every property say how to replay its failure, and start from `EVENKEEL_SEED` when that is set. */
export function configureProperties(environment: NodeJS.ProcessEnv): void {
  const seed = seedFrom(environment['EVENKEEL_SEED'])
  configureGlobal({
    ...readConfigureGlobal(),
    ...(seed === undefined ? {} : { seed }),
    reporter: reportWithSeed,
  })
}

export function seedFrom(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const seed = Number(text)
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(seed)) return seed
  throw new Error(`EVENKEEL_SEED is "${text}". Set it to the whole number a failed property printed.`)
}

function reportWithSeed(run: RunDetails<unknown>): void {
  if (!run.failed) return
  throw new Error(`${defaultReportMessage(run)}\n\nReplay with EVENKEEL_SEED=${run.seed}`, {
    cause: run.errorInstance,
  })
}
