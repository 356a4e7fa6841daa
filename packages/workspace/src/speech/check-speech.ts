import type { Finding } from '../repository/finding.ts'
import type { Repository } from '../repository/repository.ts'
import { checkCode } from './check-code.ts'
import { checkSizes } from './check-sizes.ts'
import { checkTopLevel } from './check-top-level.ts'
import { checkWords } from './check-words.ts'
import { topLevel } from './top-level.ts'
import { unwantedWords } from './unwanted-words.ts'

/** What the repository says about itself, and what it must not say. */
export function checkSpeech(repository: Repository): Finding[] {
  return [
    ...checkTopLevel(repository, topLevel),
    ...checkSizes(repository),
    ...checkWords(repository, unwantedWords),
    ...checkCode(repository),
  ]
}
