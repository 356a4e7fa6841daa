import type { Defect } from '../defect.ts'

export const keyDefects: readonly Defect[] = [
  {
    what: 'requests are compared without their metadata',
    file: 'engine/request.ts',
    find: 'metadata: facts.metadata,',
    replace: 'metadata: undefined,',
  },
  {
    what: 'requests that post nothing are compared without their metadata',
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
    what: 'names in any order are taken for sorted',
    file: 'canonical-json.ts',
    find: 'name < last || ',
    replace: '',
  },
  {
    what: 'the order of entries makes no other request',
    file: 'engine/request.ts',
    find: 'facts.entries.map(entryInOrder)',
    replace: 'facts.entries.map(entryInOrder).map((entry) => canonicalJson(entry)).sort()',
  },
  {
    what: 'the order of a list makes no other request',
    file: 'canonical-json.ts',
    find: "value.map(writtenInOrder).join(',')",
    replace: "value.map(writtenInOrder).sort().join(',')",
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
    find: 'if (error instanceof RejectedError) keys.remember(claim, { ok: false, error })',
    replace: 'if (error instanceof RejectedError) keys.release(claim)',
  },
  {
    what: 'refusals that no rule made are remembered like rejections',
    file: 'engine/decide-batch.ts',
    find: 'if (error instanceof RejectedError) keys.remember(claim, { ok: false, error })',
    replace: 'if (isLedgerError(error)) keys.remember(claim, { ok: false, error: error as RejectedError })',
  },
  {
    what: 'accepted answers are forgotten',
    file: 'engine/decide-batch.ts',
    find: 'keys.remember(claim, { ok: true, result })',
    replace: 'keys.release(claim)',
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
    find: 'new BatchKeys(name,',
    replace: '[...this.#pages.values()][0]?.keys ?? new BatchKeys(name,',
  },
  {
    what: 'a twin in one batch is judged a second time',
    file: 'engine/batch-keys.ts',
    find: 'return now === undefined',
    replace: 'return now !== null',
  },
  {
    what: 'a dry run is kept',
    file: 'engine/execute.ts',
    find: '{ ...options, keep: !dryRun }',
    replace: '{ ...options, keep: true }',
  },
]
