import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installCommand, localPostgresErrorCodes } from '../src/index.ts'

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')

describe('the README', () => {
  it('has one row for every error code', () => {
    const rows = [...readme.matchAll(/^\| `([a-z_]+)` +\|/gm)].map(([, code]) => code)

    for (const code of localPostgresErrorCodes) expect(rows.filter((row) => row === code)).toHaveLength(1)
  })

  it('has the command that installs each version', () => {
    for (const version of [15, 16, 17] as const) expect(readme).toContain(`\`${installCommand(version)}\``)
  })
})
