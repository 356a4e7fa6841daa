import type { Defect } from '../defect.ts'

export const keyDefects: readonly Defect[] = [
  {
    what: 'requests are compared without their metadata',
    file: 'engine/request.ts',
    find: 'key: undefined, type',
    replace: 'key: undefined, metadata: undefined, type',
  },
  {
    what: 'requests are compared without what they do',
    file: 'engine/request.ts',
    find: 'key: undefined, type, v: version',
    replace: 'key: undefined, v: version',
  },
  {
    what: 'the order of names makes another request',
    file: 'canonical-json.ts',
    find: 'Object.keys(named).sort()',
    replace: 'Object.keys(named)',
  },
  {
    what: 'the order of entries makes no other request',
    file: 'canonical-json.ts',
    find: "value.map(canonicalJson).join(',')",
    replace: "value.map(canonicalJson).sort().join(',')",
  },
  {
    what: 'a used key answers with its memory whatever is asked',
    file: 'engine/decide-batch.ts',
    find: 'if (memory.request !== request) {',
    replace: 'if (memory.request === "") {',
  },
  {
    what: 'rejections are forgotten',
    file: 'engine/decide-batch.ts',
    find: 'if (error instanceof RejectedError) this.#remember(claim, { ok: false, error })',
    replace: 'if (error instanceof RejectedError) this.#release(claim)',
  },
  {
    what: 'refusals that no rule made are remembered like rejections',
    file: 'engine/decide-batch.ts',
    find: 'if (error instanceof RejectedError) this.#remember(claim, { ok: false, error })',
    replace: 'if (isLedgerError(error)) this.#remember(claim, { ok: false, error: error as RejectedError })',
  },
  {
    what: 'accepted answers are forgotten',
    file: 'engine/decide-batch.ts',
    find: 'this.#remember(claim, { ok: true, result })',
    replace: 'this.#release(claim)',
  },
  {
    what: 'a replay does not say that it is one',
    file: 'engine/decide-batch.ts',
    find: 'replayed: true }',
    replace: 'replayed: false }',
  },
  {
    what: 'a replayed rejection does not say that it is one',
    file: 'engine/outcome.ts',
    find: '{ replayed: true }',
    replace: '{}',
  },
  {
    what: 'a replay has its amounts as text',
    file: 'engine/stored.ts',
    find: 'after: readBalance(stored.after)',
    replace: 'after: stored.after as never',
  },
  {
    what: 'keys are shared by all books',
    file: 'engine/decide-batch.ts',
    find: 'const nameOf = (book: string, key: string): string => `',
    replace: 'const nameOf = (_: string, key: string, book = ""): string => `',
  },
  {
    what: 'a twin in one batch is judged a second time',
    file: 'engine/decide-batch.ts',
    find: 'if (now !== undefined) return { request: now.request',
    replace: 'if (now === null) return { request: now.request',
  },
  {
    what: 'a dry run is kept',
    file: 'engine/execute.ts',
    find: '{ keep: !dryRun, patienceMs }',
    replace: '{ keep: true, patienceMs }',
  },
]
