import { verifySql } from '../src/auditing/verify-sql.ts'
import { settleGenerated } from './generated-file.ts'

// Writes the checks as a script for psql. It is published with the migrations.

await settleGenerated(
  [{ path: 'migrations/ledger/verify.sql', content: verifySql() }],
  'node --conditions=@evenkeel/source packages/ledger/scripts/render-verify-sql.ts',
)
