import { isLedgerError } from '../errors/index.ts'
import { describeHolders } from '../migrations/holders.ts'
import type { MigrationProgress, MigrationResult, MigrationStatus } from '../migrations/index.ts'
import { fileName } from '../migrations/index.ts'
import type { Report } from './answer.ts'

export function migrateReport({ schema, version, applied }: MigrationResult): Report {
  const files = applied.map((migration) => fileName(migration))
  const text =
    files.length === 0
      ? `${schema} is up to date at number ${version}\n`
      : `${schema} is now at number ${version}: applied ${files.join(', ')}\n`
  return { text, json: { schema, version, applied } }
}

export function checkReport({ schema, state, applied, pending, refusal }: MigrationStatus): Report {
  const files = pending.map((migration) => fileName(migration))
  const texts = {
    current: `${schema} is up to date at number ${applied.length}\n`,
    pending: `${schema} is at number ${applied.length}; pending: ${files.join(', ')}\n`,
    refused: `${schema} does not fit this version: ${refusal?.message}\n`,
  }
  const json = { schema, state, version: applied.length, applied, pending: files }
  return { text: texts[state], json: refusal ? { ...json, refusal: errorReport(refusal).json } : json }
}

export function planReport(schema: string, sql: string): Report {
  return { text: sql, json: { schema, sql } }
}

export function errorReport(error: unknown): Report {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const facts = isLedgerError(error) ? { code: error.code, details: error.details } : {}
  return { text: `evenkeel-ledger: ${message}\n`, json: { error: name, message, ...facts } }
}

export function progressLine(progress: MigrationProgress): string {
  switch (progress.kind) {
    case 'applied':
      return `applied ${fileName(progress.migration)} in ${progress.migration.durationMs} ms\n`
    case 'waiting':
      return `waiting for another migration: ${describeHolders(progress.holders)}\n`
    case 'retrying':
      return `attempt ${progress.attempt}: ${progress.error.message}\n`
  }
}
