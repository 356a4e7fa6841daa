import type { House } from './house.ts'

/**
 * The plan of our packages. Imports go down only; `docs/architecture.md` draws this table, and the storey check
 * compares every import of the repository with it.
 *
 * A new room gets a line here before it gets code. An exception is the last resort: first ask whether the room
 * stands on the wrong storey.
 */
export const theHouse: House = {
  examplesImport: ['@evenkeel/ledger', '@evenkeel/revio', '@evenkeel/server', '@evenkeel/local-postgres'],
  packages: [
    {
      name: '@evenkeel/ledger',
      folder: 'packages/ledger',
      purpose: 'journals, holds and keys in PostgreSQL; imports nothing of ours',
      imports: [],
      testsImport: ['@evenkeel/test-support', '@evenkeel/local-postgres'],
      folders: ['bench'],
      storeys: [
        { about: 'what everything may use', rooms: ['errors', 'clock', 'canonical-json'] },
        { about: 'what the ids are made of', rooms: ['uuid-v7', 'instant'] },
        { about: 'no IO, safe in a browser', rooms: ['ids', 'money'] },
        { about: 'what inputs and decisions of every noun share', rooms: ['books'] },
        { about: 'accounts and their rules', rooms: ['accounts'] },
        { about: 'journals, their rules and the pure decision of each act', rooms: ['journals'] },
        { about: 'holds, likewise', rooms: ['holds'] },
        { about: 'which accounts and flows a book may have', rooms: ['chart'] },
        { about: 'claim, lock, load, decide, write, remember, against any store', rooms: ['engine'] },
        {
          about: 'the store in SQL, the store on maps, and the schema',
          rooms: ['postgres', 'memory', 'migrations', 'generated'],
        },
        { about: 'concurrent calls share a transaction', rooms: ['batching'] },
        { about: 'answers and proofs from what is written', rooms: ['reading', 'verify', 'sealing'] },
        {
          about:
            'the books as others see them: checked slice by slice, exported, and the schema that keeps them',
          rooms: ['auditing', 'export', 'doctor'],
        },
        { about: 'the front door: a ledger, its books and their handles', rooms: ['ledger'] },
        {
          about: 'the doors: one per sub-path, and the command line',
          rooms: ['index', 'cli', 'testing', 'pg', 'kysely', 'drizzle', 'knex', 'prisma', 'postgres-js'],
        },
      ],
      exceptions: [
        { from: 'migrations', to: 'generated', because: 'the package migrates with the SQL that it carries' },
        {
          from: 'generated',
          to: 'migrations',
          because: 'that SQL is of the type the engine runs; no code is imported',
        },
      ],
    },
    {
      name: '@evenkeel/revio',
      folder: 'packages/revio',
      purpose: "the payment provider's wire, and a simulator true to it; imports nothing of ours",
      imports: [],
      folders: ['docs'],
      testsImport: ['@evenkeel/test-support'],
      storeys: [
        { about: 'what everything may use', rooms: ['errors', 'clock'] },
        {
          about: 'the words of the wire: money, references, exact JSON, the outcome of a write',
          rooms: ['amount', 'reference', 'json', 'wire', 'outcome'],
        },
        { about: 'one fetch, with its deadline and redaction', rooms: ['request'] },
        {
          about: 'what the objects of the provider look like, and where its API is',
          rooms: ['objects', 'api'],
        },
        {
          about: 'one room per thing the provider does',
          rooms: ['purchases', 'payouts', 'account', 'webhooks'],
        },
        { about: 'createRevioClient', rooms: ['client'] },
        { about: 'the doors: the package, and the simulator for development', rooms: ['index', 'simulator'] },
      ],
      exceptions: [],
    },
    {
      name: '@evenkeel/server',
      folder: 'packages/server',
      purpose: 'the wallet service: HTTP and jobs over the ledger and the provider',
      imports: [
        { name: '@evenkeel/ledger', because: 'the books' },
        { name: '@evenkeel/revio', because: 'the provider' },
        {
          name: '@evenkeel/local-postgres',
          rooms: ['demo'],
          because: 'the demo brings its own PostgreSQL; a deployed server never does',
        },
      ],
      testsImport: ['@evenkeel/test-support', '@evenkeel/local-postgres'],
      storeys: [
        {
          about:
            'settings, logs, what the HTTP API says (zod only, shared with a console), where tests let us fail',
          rooms: ['config', 'observability', 'contract', 'generated', 'failpoints'],
        },
        { about: 'keys, and what is sealed with them', rooms: ['secrets'] },
        { about: 'PostgreSQL, and which role may do what', rooms: ['database', 'authorization'] },
        { about: 'jobs: asked for in a transaction, done by a worker', rooms: ['jobs'] },
        { about: 'domain events: written in a transaction, told to listeners by jobs', rooms: ['events'] },
        { about: 'mails: asked for in a transaction, delivered after it', rooms: ['mails'] },
        { about: 'what is sealed, sealed again with a new key', rooms: ['resealing'] },
        { about: 'the request pipeline', rooms: ['plugins'] },
        {
          about: 'pure recipes from business facts to the books, and the gateways',
          rooms: ['books', 'gateways'],
        },
        { about: 'who: features', rooms: ['identity', 'roles'] },
        { about: 'where: features', rooms: ['wallets', 'bank-accounts', 'transactions', 'breaks'] },
        { about: 'money moves: features', rooms: ['deposits', 'withdrawals', 'transfers'] },
        {
          about: 'what follows from the moves: features',
          rooms: ['webhooks', 'dead-letters', 'approvals', 'reconciliation', 'audit', 'notifications'],
        },
        { about: 'one job each', rooms: ['handlers'] },
        { about: 'everything wired together', rooms: ['dependencies'] },
        { about: 'buildApp and buildWorker; neither listens', rooms: ['app', 'worker'] },
        { about: 'a process made of parts: its start, its signals, its end', rooms: ['processes'] },
        {
          about: 'the doors: processes, the command line, the package',
          rooms: ['main', 'work', 'cli', 'demo', 'index'],
        },
      ],
      exceptions: [],
    },
    {
      name: '@evenkeel/local-postgres',
      folder: 'packages/local-postgres',
      purpose: 'a real PostgreSQL without installing one, for demos and tests; imports nothing of ours',
      imports: [],
      testsImport: [],
      storeys: [
        { about: 'what everything may use', rooms: ['errors'] },
        { about: 'binaries, their cache, the unprivileged user', rooms: ['platform'] },
        { about: 'one data folder: its lock, password and leftovers', rooms: ['data-folder'] },
        { about: 'one running server: command line, watchdog, readiness', rooms: ['server'] },
        { about: 'what a caller may ask for', rooms: ['start-options'] },
        {
          about: 'startPostgres, and what its command line says',
          rooms: ['start-postgres', 'cli-arguments'],
        },
        { about: 'the doors: the package and the command line', rooms: ['index', 'cli'] },
      ],
      exceptions: [],
    },
    {
      name: '@evenkeel/test-support',
      folder: 'packages/test-support',
      purpose: 'databases, clocks and faults for our tests; private, imported only from tests',
      imports: [{ name: '@evenkeel/local-postgres', because: 'tests bring their own PostgreSQL' }],
      testsImport: [],
      storeys: [
        {
          about: 'waiting, clocks, races, samples, foreign data, what the tests of a file share',
          rooms: [
            'wait-for',
            'fake-clock',
            'race',
            'properties',
            'test-data',
            'skipped-tests',
            'once-per-file',
          ],
        },
        {
          about: 'which PostgreSQL a run gets, what a file leaves behind, a bad network',
          rooms: ['postgres', 'leaks', 'faults'],
        },
        { about: 'one database for each test file', rooms: ['databases'] },
        {
          about: 'the doors: for tests, for each test file, for the run',
          rooms: ['index', 'setup', 'global-setup'],
        },
      ],
      exceptions: [],
    },
    {
      name: '@evenkeel/workspace',
      folder: 'packages/workspace',
      purpose: "the repository's own gates; private, imported by nothing",
      imports: [],
      testsImport: [],
      folders: ['bootstrap', 'packing'],
      runElsewhere: ['packing'],
      storeys: [
        { about: 'the files of the repository, and how programs are run', rooms: ['repository'] },
        {
          about: 'one room per check',
          rooms: ['storeys', 'docs', 'speech', 'promises', 'api', 'workflows', 'packing'],
        },
        { about: 'the examples, held to what their documents say', rooms: ['examples'] },
        { about: 'npm run generate', rooms: ['generate'] },
        { about: 'npm run ci', rooms: ['ci'] },
      ],
      exceptions: [],
    },
  ],
}
