import type { Finding } from '../repository/finding.ts'
import { pathsWhere, type Repository, textOf } from '../repository/repository.ts'
import type { Document } from './read-document.ts'
import { isShell, shellCommands } from './shell-commands.ts'

const setting = /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=.*)?$/

/** Every environment variable that a document names occurs in the source. A workflow that sets one proves nothing. */
export function checkSettings(repository: Repository, documents: readonly Document[]): Finding[] {
  const source = pathsWhere(repository, (path) => /^(packages|examples|migrations)\/.*(?<!\.md)$/.test(path))
    .map((path) => textOf(repository, path) ?? '')
    .join('\n')
  const known = new Set(source.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g))
  return documents.flatMap((document) =>
    settingsOf(document)
      .filter(({ name }) => !known.has(name))
      .map(({ name, line }) => ({
        file: document.file,
        line,
        message: `names ${name}, which nothing in the source reads. Correct the name, or take it out.`,
      })),
  )
}

function settingsOf({ codeSpans, blocks }: Document): { name: string; line: number }[] {
  const inProse = codeSpans.map(({ text, line }) => ({ word: text, line }))
  const inShells = blocks
    .filter(({ language }) => isShell(language))
    .flatMap(({ code, language, line }) =>
      shellCommands(code, language).flatMap((command) =>
        command.settings.map((word) => ({ word, line: line + command.line })),
      ),
    )
  return [...inProse, ...inShells].flatMap(({ word, line }) => {
    const name = setting.exec(word)?.[1]
    return name === undefined ? [] : [{ name, line }]
  })
}
