import {
  progressOf,
  type RunState,
  readCheckpoint,
  readRunState,
  type Verification,
  verifyBooks,
} from '../../auditing/index.ts'
import { fromPgPool } from '../../postgres/from-pg.ts'
import type { Answer, Report } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import type { Console } from '../console.ts'
import { exitCodes } from '../exit-codes.ts'
import { duration, grouped, ProgressLine } from '../progress-line.ts'
import { readSmallFile, removeSmallFile, replaceSmallFile } from '../small-file.ts'
import { withBooks } from '../with-books.ts'

/**
 * Checks the books. With `--state` it can be stopped in any way and run again: it goes on where it was. With
 * `--checkpoint` it checks what was written since the last run that found nothing.
 */
export function runVerify(
  { options, json }: Arguments,
  environment: NodeJS.ProcessEnv,
  console: Console,
): Promise<Answer> {
  return withBooks(environment, async (pool) => {
    const { state, checkpoint, book } = options
    const resume = state === undefined ? undefined : await readFileAs(state, readRunState)
    const since = checkpoint === undefined ? undefined : await readFileAs(checkpoint, readCheckpoint)
    if (resume !== undefined && !json) console.err(`going on with the run of ${resume.run.began.at}\n`)

    const line = new ProgressLine(console)
    const progress = progressOf(resume, () => performance.now())
    const begin = performance.now()
    const verification = await verifyBooks(fromPgPool(pool), {
      ...{ resume, since, books: book === undefined ? undefined : [book] },
      onSlice: async (now) => {
        line.draw(progressText(progress(now)))
        if (state !== undefined) await saveState(state, now)
      },
    })
    line.clear()
    if (state !== undefined) await removeSmallFile(state)
    if (checkpoint !== undefined && verification.verifies) {
      await replaceSmallFile(checkpoint, `${JSON.stringify(verification.checkpoint)}\n`)
    }
    const seconds = (performance.now() - begin) / 1_000
    return {
      report: verifyReport(verification, { seconds, earlier: resume, since: resume?.run.since ?? since }),
      exitCode: verification.verifies ? exitCodes.ok : exitCodes.booksDoNotVerify,
    }
  })
}

async function readFileAs<T>(path: string, read: (text: string) => T): Promise<T | undefined> {
  const text = await readSmallFile(path)
  return text === undefined ? undefined : read(text)
}

function saveState(path: string, state: RunState): Promise<void> {
  return replaceSmallFile(path, `${JSON.stringify(state)}\n`)
}

function progressText({
  pass,
  rows,
  total,
  rowsPerSecond,
  secondsLeft,
}: ReturnType<ReturnType<typeof progressOf>>): string {
  const share = total === 0 ? 100 : Math.floor((rows / total) * 100)
  return `${share} %  ${grouped(rows)} of ${grouped(total)} rows, ${pass}, ${grouped(rowsPerSecond)} rows/s, ${duration(secondsLeft)} left`
}

interface Circumstances {
  readonly seconds: number
  readonly earlier: RunState | undefined
  readonly since: { readonly at: string } | null | undefined
}

function verifyReport(verification: Verification, { seconds, earlier, since }: Circumstances): Report {
  const { verifies, findings, found, checked } = verification
  const rows = sum(checked)
  const rate = Math.round((rows - sum(earlier?.done ?? {})) / Math.max(seconds, 0.001))
  const lines = findings.map(
    ({ invariant, where, expected, found: actual }) =>
      `${invariant} ${where}: expected ${expected}, found ${actual}\n`,
  )
  const unshown = found > findings.length ? [`... and ${grouped(found - findings.length)} more\n`] : []
  const scope = since == null ? '' : ` written since ${since.at}`
  const verdict = verifies
    ? 'The books verify'
    : `The books do not verify: ${grouped(found)} ${found === 1 ? 'finding' : 'findings'}`
  const summary = `${verdict}. ${grouped(rows)} rows${scope} checked in ${duration(seconds)}, ${grouped(rate)} rows/s.\n`
  return {
    text: [...lines, ...unshown, summary].join(''),
    json: { verifies, found, findings, checked, checkpoint: verification.checkpoint },
  }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
