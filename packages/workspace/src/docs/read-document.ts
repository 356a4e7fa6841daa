import { posix } from 'node:path'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { visit } from 'unist-util-visit'
import { pathsWhere, type Repository, textOf } from '../repository/repository.ts'
import { headingAnchor } from './heading-anchor.ts'

/** A Markdown file, taken apart into what the checks ask about. */
export interface Document {
  readonly file: string
  readonly text: string
  readonly links: readonly Link[]
  /** Every name that may stand behind `#` in a link to this document. */
  readonly anchors: ReadonlySet<string>
  readonly blocks: readonly Block[]
  /** Texts between single backquotes. */
  readonly codeSpans: readonly { readonly text: string; readonly line: number }[]
}

export interface Link {
  readonly target: string
  readonly line: number
}

/** A fenced block: ```lang info. */
export interface Block {
  readonly file: string
  /** The line of the opening fence. */
  readonly line: number
  readonly language: string
  readonly info: string
  readonly code: string
}

export function readDocuments(repository: Repository): Document[] {
  return pathsWhere(repository, (path) => path.endsWith('.md')).map((file) =>
    readDocument(file, textOf(repository, file) ?? ''),
  )
}

export function readDocument(file: string, text: string): Document {
  const links: Link[] = []
  const anchors = new Set<string>()
  const blocks: Block[] = []
  const codeSpans: { text: string; line: number }[] = []
  visit(fromMarkdown(text), (node) => {
    const line = node.position?.start.line ?? 1
    if (node.type === 'link' || node.type === 'definition' || node.type === 'image')
      links.push({ target: node.url, line })
    if (node.type === 'heading') anchors.add(freeAnchor(headingAnchor(node), anchors))
    if (node.type === 'inlineCode') codeSpans.push({ text: node.value, line })
    if (node.type === 'code') {
      blocks.push({ file, line, language: node.lang ?? '', info: node.meta ?? '', code: node.value })
    }
    if (node.type === 'html') {
      for (const [, target = ''] of node.value.matchAll(/\s(?:href|src)="([^"]*)"/g))
        links.push({ target, line })
      for (const [, id = ''] of node.value.matchAll(/\s(?:id|name)="([^"]*)"/g)) anchors.add(id)
    }
  })
  return { file, text, links, anchors, blocks, codeSpans }
}

/** GitHub numbers the headings that would share an anchor: `notes`, `notes-1`, `notes-2`. */
function freeAnchor(anchor: string, taken: ReadonlySet<string>): string {
  let free = anchor
  for (let twin = 1; taken.has(free); twin += 1) free = `${anchor}-${twin}`
  return free
}

/** The folder a document's relative links start from. */
export function folderOfDocument(file: string): string {
  const folder = posix.dirname(file)
  return folder === '.' ? '' : folder
}
