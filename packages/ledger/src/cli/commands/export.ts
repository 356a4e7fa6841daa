import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { type ExportOptions, exportBook, isExportFormat, type Manifest } from '../../export/index.ts'
import { fromPgPool } from '../../postgres/from-pg.ts'
import type { Answer, Report } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import type { Console } from '../console.ts'
import { exitCodes } from '../exit-codes.ts'
import { momentOf } from '../moment.ts'
import { grouped, ProgressLine } from '../progress-line.ts'
import { replaceSmallFile } from '../small-file.ts'
import { UsageError } from '../usage-error.ts'
import { withBooks } from '../with-books.ts'

/**
 * Writes a book for another program: to stdout, or to a file with its manifest beside it. The file gets its name when
 * the export is whole; one that its own totals contradict keeps the name with `.incomplete`.
 */
export function runExport(
  { options, json }: Arguments,
  environment: NodeJS.ProcessEnv,
  console: Console,
): Promise<Answer> {
  const { format, output, from, to, book = 'main' } = options
  if (format === undefined || !isExportFormat(format)) {
    throw new UsageError('Export for which program? Add --format hledger, beancount, ledger, csv or jsonl.')
  }
  if (json && output === undefined) {
    throw new UsageError('--json prints the manifest; give the export a file of its own with --output.')
  }
  const period = { from: from && momentOf('from', from), to: to && momentOf('to', to) }
  return withBooks(environment, async (pool) => {
    const line = new ProgressLine(console)
    const onProgress = (journals: number, of: number): void =>
      line.draw(`${grouped(journals)} of ${grouped(of)} journals`)
    const write = async (sink: ExportOptions['write']): Promise<Manifest> => {
      const manifest = await exportBook(fromPgPool(pool), {
        book,
        format,
        ...period,
        write: sink,
        onProgress,
      })
      line.clear()
      return manifest
    }

    if (output === undefined) {
      const pieces = new Pieces((text) => console.out(text))
      const manifest = await write((text) => pieces.add(text)).finally(() => pieces.flush())
      console.err(`${JSON.stringify(manifest)}\n`)
      return { report: { text: '', json: manifest }, exitCode: exitCodes.ok }
    }
    const manifest = await writeFile(output, write)
    await replaceSmallFile(`${output}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`)
    return { report: exportReport(manifest, output), exitCode: exitCodes.ok }
  })
}

async function writeFile(
  path: string,
  write: (sink: ExportOptions['write']) => Promise<Manifest>,
): Promise<Manifest> {
  const file = createWriteStream(`${path}.incomplete`)
  const closed = finished(file)
  const pieces = new Pieces(
    (text) =>
      new Promise((resolve, reject) => file.write(text, (error) => (error ? reject(error) : resolve()))),
  )
  try {
    const manifest = await write((text) => pieces.add(text))
    await pieces.flush()
    file.end()
    await closed
    await rename(`${path}.incomplete`, path)
    return manifest
  } catch (error) {
    await pieces.flush().catch(() => undefined)
    file.end()
    await closed.catch(() => undefined)
    throw error
  }
}

/** Many small texts become few large ones: a write costs more than the text in it. */
class Pieces {
  readonly #write: (text: string) => void | Promise<void>
  #text = ''

  constructor(write: (text: string) => void | Promise<void>) {
    this.#write = write
  }

  async add(text: string): Promise<void> {
    this.#text += text
    if (this.#text.length >= 65_536) await this.flush()
  }

  async flush(): Promise<void> {
    const text = this.#text
    this.#text = ''
    if (text !== '') await this.#write(text)
  }
}

function exportReport(manifest: Manifest, path: string): Report {
  const { book, accounts, journals, entries, sha256 } = manifest
  const counts = `${grouped(accounts)} accounts, ${grouped(journals)} journals, ${grouped(entries)} entries`
  return {
    text: `${path}: book ${book}, ${counts}\nsha256 ${sha256}, manifest in ${path}.manifest.json\n`,
    json: manifest,
  }
}
