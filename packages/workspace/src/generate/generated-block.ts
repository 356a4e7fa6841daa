/** Puts `content` between the markers `<!-- name:begin -->` and `<!-- name:end -->` of a document. */
export function replaceBlock(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) {
    throw new Error(
      `The document has no "${begin}" with an "${end}" behind it. Put both where the block belongs.`,
    )
  }
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`
}
