/**
 * A program that writes committed files from a source of truth. With `--check` it writes nothing and ends with
 * another code than zero when the files are stale.
 */
export interface Generator {
  readonly name: string
  readonly script: string
  /** What it writes; the check fails where one is missing. */
  readonly files: readonly string[]
}

/** In the order in which they build on each other: the schemas are dumped from the migrations as embedded. */
export const generators: readonly Generator[] = [
  {
    name: 'embedded migrations',
    script: 'packages/ledger/scripts/embed-migrations.ts',
    files: [
      'packages/ledger/src/generated/ledger-migrations.ts',
      'packages/server/src/generated/wallet-migrations.ts',
    ],
  },
  {
    name: 'schema dumps',
    script: 'packages/ledger/scripts/dump-schema.ts',
    files: ['migrations/ledger/schema.sql', 'migrations/wallet/schema.sql'],
  },
  {
    name: 'catalog of what the migrations make',
    script: 'packages/ledger/scripts/list-catalog.ts',
    files: ['packages/ledger/src/generated/ledger-catalog.ts'],
  },
  {
    name: 'checks for psql',
    script: 'packages/ledger/scripts/render-verify-sql.ts',
    files: ['migrations/ledger/verify.sql'],
  },
  {
    name: 'guards of the schemas',
    script: 'packages/server/scripts/print-schema-guards.ts',
    files: ['packages/server/src/generated/schema-guards.ts'],
  },
  {
    name: 'OpenAPI document',
    script: 'packages/server/scripts/print-openapi.ts',
    files: ['docs/reference/openapi.json'],
  },
  {
    name: 'map of the storeys',
    script: 'packages/workspace/src/generate/draw-architecture.ts',
    files: ['docs/architecture.md'],
  },
  {
    name: 'API reference',
    script: 'packages/workspace/src/generate/write-api-pages.ts',
    files: ['docs/reference/api/README.md'],
  },
]
