import { fileURLToPath } from 'node:url'

/** The schemas of this repository: where their files are, and which module of which package carries them. */
export const schemas: readonly SchemaSource[] = [
  {
    schema: 'ledger',
    packageName: '@evenkeel/ledger',
    packageFolder: 'packages/ledger',
    module: 'src/generated/ledger-migrations.ts',
    migrationType: '../migrations/migration.ts',
  },
  {
    schema: 'wallet',
    packageName: '@evenkeel/server',
    packageFolder: 'packages/server',
    module: 'src/generated/wallet-migrations.ts',
    migrationType: '@evenkeel/ledger/migrations',
  },
]

export interface SchemaSource {
  readonly schema: string
  readonly packageName: string
  readonly packageFolder: string
  readonly module: string
  /** Where the module finds the type Migration. */
  readonly migrationType: string
}

export const repositoryRoot: string = fileURLToPath(new URL('../../../', import.meta.url))
