import type { TestProject } from 'vitest/node'
import { connectChecked, serverVersion } from './postgres/check-server.ts'
import { findPostgres } from './postgres/find-postgres.ts'
import { openDesk, type PostgresAnswer } from './postgres/postgres-on-demand.ts'
import { beginRun } from './postgres/test-run.ts'
import { describeSkipped, type SkippedTest } from './skipped-tests.ts'

/** Runs once in the main process, before the first test file; what it returns runs after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const endings: (() => Promise<void>)[] = []

  const desk = await openDesk(async (): Promise<PostgresAnswer> => {
    const postgres = await findPostgres(process.env)
    endings.push(() => postgres.stop())
    const client = await connectChecked(postgres)
    endings.push(() => client.end())
    const run = await beginRun(client)
    endings.push(() => run.end())
    say(`PostgreSQL ${await serverVersion(client)} (${postgres.origin})`)
    return { url: postgres.url, run: run.id, howToConnect: postgres.howToConnect }
  })
  project.provide('postgresDesk', desk.address)

  return async () => {
    await desk.close()
    for (const end of endings.reverse()) await end()
    const skipped = describeSkipped(skippedTests(project))
    if (skipped !== undefined) say(skipped)
  }
}

function skippedTests(project: TestProject): SkippedTest[] {
  return project.vitest.state.getTestModules().flatMap((module) =>
    [...module.children.allTests('skipped')].map((test) => {
      const result = test.result()
      return { title: test.fullName, reason: result.state === 'skipped' ? result.note : undefined }
    }),
  )
}

// Standard output belongs to the reporter: with `--reporter=json` one line of ours would spoil it.
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
