import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import { type Manifest, readManifests } from '../repository/manifests.ts'
import { type Repository, textOf } from '../repository/repository.ts'
import { apiDoors } from './api-doors.ts'
import { checkApi } from './check-api.ts'
import { checkCommands } from './check-commands.ts'
import { checkErrorCodes, errorPage } from './check-error-codes.ts'
import { checkLinks } from './check-links.ts'
import { checkSettings } from './check-settings.ts'
import { checkSnippets } from './check-snippets.ts'
import { readApi } from './read-api.ts'
import { readDocuments } from './read-document.ts'
import { readErrorRegistries } from './read-error-registries.ts'
import { runSnippets } from './run-snippets.ts'

export interface DocsReport {
  readonly documents: number
  readonly links: number
  readonly compiled: number
  readonly ran: number
  /** Public names, each with its sentence. */
  readonly names: number
  readonly findings: readonly Finding[]
}

/** Everything a document claims that a program can check. */
export async function checkDocs(root: string, repository: Repository): Promise<DocsReport> {
  const documents = readDocuments(repository)
  const manifests = readManifests(repository)
  const snippets = checkSnippets(root, documents)
  const runs = await runSnippets(root, documents)
  const registries = await readErrorRegistries(root, repository, manifests)
  const api = readApi(root, apiDoors(repository))
  const commands = { repository, manifests, installedPrograms: installedPrograms(root, manifests) }
  return {
    documents: documents.length,
    links: documents.flatMap(({ links }) => links).length,
    compiled: snippets.compiled,
    ran: runs.ran,
    names: api.flatMap(({ exports }) => exports).length,
    findings: [
      ...checkLinks(repository, documents),
      ...snippets.findings,
      ...runs.findings,
      ...checkCommands(documents, commands),
      ...checkApi(api),
      ...checkSettings(repository, documents),
      ...checkErrorCodes(textOf(repository, errorPage) ?? '', registries),
    ],
  }
}

function installedPrograms(root: string, manifests: readonly Manifest[]): string[] {
  return manifests
    .map(({ folder }) => join(root, folder, 'node_modules/.bin'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
}
