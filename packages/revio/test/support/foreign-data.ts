import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'

const folder =
  process.env['EVENKEEL_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../../..', 'shared/data')

/** Reads a vector file written by others; null, said aloud, where it is not present. */
export function readForeignData<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): z.output<Schema> | null {
  const path = resolve(folder, name)
  if (existsSync(path)) return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  console.warn(`Skipped: ${path} is not there. Set EVENKEEL_TEST_DATA to the folder that holds ${name}.`)
  return null
}
