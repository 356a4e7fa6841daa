/** A row of `docs/reference/errors.md`: a code under the headings of its package and its family. */
export interface ErrorRow {
  readonly package: string
  readonly family: string
  readonly code: string
  readonly means: string
  readonly remedy: string
  readonly line: number
}

/** Reads `## package`, `### Family` and `| code | means | what to do |` from the page. */
export function readErrorRows(text: string): ErrorRow[] {
  let packageName = ''
  let family = ''
  return text.split('\n').flatMap((line, index) => {
    packageName = /^## `?(@evenkeel\/[\w-]+)`?$/.exec(line)?.[1] ?? packageName
    family = /^### `?(\w+)`?$/.exec(line)?.[1] ?? family
    const cells = /^\| `([a-z0-9_]+)` \|(.*)\|(.*)\|$/.exec(line)
    if (cells === null) return []
    const [, code = '', means = '', remedy = ''] = cells
    return [
      { package: packageName, family, code, means: means.trim(), remedy: remedy.trim(), line: index + 1 },
    ]
  })
}
