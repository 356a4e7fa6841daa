import { posix } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import { exists, type Repository } from '../repository/repository.ts'
import { type Document, folderOfDocument, type Link } from './read-document.ts'

/** Every relative link leads to a file of the repository, and every anchor to a heading in it. */
export function checkLinks(repository: Repository, documents: readonly Document[]): Finding[] {
  return documents.flatMap((document) =>
    document.links.flatMap((link) => {
      const message = refuse(repository, documents, document, link)
      return message === undefined ? [] : [{ file: document.file, line: link.line, message }]
    }),
  )
}

function refuse(
  repository: Repository,
  documents: readonly Document[],
  { file }: Document,
  { target }: Link,
): string | undefined {
  // Addresses of the web are not fetched: a run must not fail because somebody else's server is down.
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined
  if (target.startsWith('/')) return `links to "${target}". Write the path relative to this document.`
  const [path = '', anchor = ''] = target.split('#')
  const wanted = path === '' ? file : posix.join(folderOfDocument(file), decodeURI(path)).replace(/\/$/, '')
  if (wanted.startsWith('..')) return `links to "${target}", which is outside the repository.`
  if (!exists(repository, wanted === '.' ? '' : wanted)) return `links to "${target}". There is no ${wanted}.`
  if (anchor === '') return undefined
  const page = documents.find((document) => document.file === wanted)
  if (page === undefined) return `links to "${target}", and only Markdown has anchors that can be checked.`
  if (page.anchors.has(decodeURI(anchor))) return undefined
  return `links to "${target}". ${wanted} has no such heading; it has ${[...page.anchors].join(', ')}.`
}
