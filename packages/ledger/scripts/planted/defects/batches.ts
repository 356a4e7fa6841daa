import type { Defect } from '../defect.ts'

export const batchDefects: readonly Defect[] = [
  {
    what: 'an atomic batch keeps what came before its failure',
    file: 'engine/decide-batch.ts',
    find: 'const trial = desk.fork()',
    replace: 'const trial = desk',
  },
  {
    what: 'an atomic batch remembers its innocent members',
    file: 'engine/decide-batch.ts',
    find: 'const isCulprit = index === failed &&',
    replace: 'const isCulprit =',
  },
  {
    what: 'an atomic batch does not remember its culprit',
    file: 'engine/decide-batch.ts',
    find: 'if (isCulprit) keys.remember(claim, { ok: false, error: answer.error })',
    replace: 'if (isCulprit) keys.release(claim)',
  },
  {
    what: 'a tried group spoils the book it was tried on',
    file: 'engine/decide-batch.ts',
    find: 'book: book.fork()',
    replace: 'book',
  },
  {
    what: 'a tried group forgets which holds it has to end',
    file: 'engine/working-book.ts',
    find: 'for (const [code, expiries] of this.#unwrittenExpiries) copy.#unwrittenExpiries.set(code, expiries)',
    replace: '',
  },
  {
    what: 'a tried group forgets what was remembered before it',
    file: 'engine/batch-keys.ts',
    find: 'for (const [key, memory] of this.#remembered) copy.#remembered.set(key, memory)',
    replace: '',
  },
  {
    what: 'an atomic batch does not name its culprit',
    file: 'engine/decide-batch.ts',
    find: 'culprit.error.at({ command: failed })',
    replace: 'culprit.error',
  },
  {
    what: 'each command of a batch sees the books as they were before it',
    file: 'engine/decide-batch.ts',
    find: 'this.#effects.push(...book.apply(effects))',
    replace: 'this.#effects.push(...effects)',
  },
]
