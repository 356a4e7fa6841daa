import type { Finding } from '../repository/finding.ts'
import { pathsWhere, type Repository, textOf } from '../repository/repository.ts'
import type { UnwantedWord } from './unwanted-words.ts'

/** One finding for each line of the repository that says what it should not. */
export function checkWords(repository: Repository, unwanted: readonly UnwantedWord[]): Finding[] {
  return pathsWhere(repository, () => true).flatMap((file) => {
    const applicable = unwanted.filter(({ appliesTo }) => appliesTo(file))
    const lines = (textOf(repository, file) ?? '').split('\n')
    return lines.flatMap((text, index) =>
      applicable.flatMap(({ pattern, message }) => {
        const found = pattern.exec(text)?.[0]
        return found === undefined ? [] : [{ file, line: index + 1, message: `"${found}" ${message}` }]
      }),
    )
  })
}
