import { type ExitCode, exitCodes } from './exit-codes.ts'
import { exitCodeOf, explain } from './start-error.ts'

/** Something that runs inside a process: a database, the HTTP server, a worker, a simulator. */
export interface Part {
  readonly name: string
  /** Fulfilled when the part ends without being told to, with a sentence that says so. */
  readonly ended?: Promise<string>
  stop(): Promise<void>
}

export interface Process {
  /** Starts the parts, in order, handing each to `add` as soon as it runs. */
  start(add: <P extends Part>(part: P) => P): Promise<void>
  /** Aborted when the process is told to stop; also while it starts. */
  readonly stopSignal: AbortSignal
  /** For all parts together. */
  readonly stopTimeoutMs: number
  /** Tells a person, or a log, why the process ends when nobody asked it to. */
  fail(message: string): void
}

/**
 * Lives until told to stop, or until a part ends; then stops what runs, the last first, so that nothing loses what it
 * stands on. The answer is the exit code. A process that cannot stop in time ends here, whatever still runs in it.
 */
export async function runParts({ start, stopSignal, stopTimeoutMs, fail }: Process): Promise<ExitCode> {
  const parts: Part[] = []
  const death = Promise.withResolvers<string>()
  let epitaph: string | undefined
  const add = <P extends Part>(part: P): P => {
    parts.unshift(part)
    void part.ended?.then((sentence) => {
      epitaph ??= sentence
      death.resolve(sentence)
    })
    stopSignal.throwIfAborted()
    return part
  }

  let exitCode: ExitCode = exitCodes.ok
  try {
    await start(add)
    await Promise.race([whenAborted(stopSignal), death.promise])
  } catch (error) {
    // What dies under a start also makes the start fail, with a less useful message.
    if (!stopSignal.aborted && epitaph === undefined) {
      exitCode = exitCodeOf(error)
      fail(explain(error))
    }
  }
  if (!stopSignal.aborted && epitaph !== undefined) {
    exitCode = exitCodes.unexpected
    fail(epitaph)
  }

  const late = setTimeout(() => {
    fail(`${parts.map(({ name }) => name).join(', ')} did not stop within ${stopTimeoutMs / 1000} s.`)
    process.exit(exitCodes.unexpected)
  }, stopTimeoutMs)
  while (parts[0] !== undefined) {
    await parts[0].stop().catch((error: unknown) => {
      exitCode = exitCodes.unexpected
      fail(explain(error))
    })
    parts.shift()
  }
  clearTimeout(late)
  return exitCode
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
