export { type ExportFormat, isExportFormat } from './dialects/index.ts'
export { type ExportOptions, exportBook } from './export-book.ts'
export type { CurrencyTotal, Manifest } from './manifest.ts'
