import { expect, it } from 'vitest'
import { ledgerMigrator } from '../../src/migrations/index.ts'
import { evenkeelLedger } from './command.ts'

it.each([[['--help']], [['-h']], [['help']], [['migrate', '--help']]])(
  'explains itself: %j',
  async (words) => {
    const { code, stdout, stderr } = await evenkeelLedger(words)

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const word of ['migrate', 'plan', 'check', '--from', '--json', 'DATABASE_URL', 'Exit codes']) {
      expect(stdout).toContain(word)
    }
  },
)

it('says its version', async () => {
  const outcome = await evenkeelLedger(['--version'])

  expect(outcome).toEqual({ code: 0, stdout: `${ledgerMigrator.packageVersion}\n`, stderr: '' })
})

it.each([
  [[], 'Which command'],
  [['bogus'], 'no command "bogus"'],
  [['migrate', 'now'], 'One command at a time'],
  [['migrate', '--fast'], '--fast'],
  [['check', '--from', '1'], 'does not belong to check'],
  [['plan', '--from', 'x'], 'number of a file'],
  [['plan', '--from', '999'], 'has no migration 999'],
  [['check'], 'EVENKEEL_DATABASE_URL'],
])('refuses %j with 2 and says why', async (words, reason) => {
  const { code, stdout, stderr } = await evenkeelLedger(words)

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(reason)
})

it('says what to install when the driver is missing', async () => {
  const withoutPg = `
import { registerHooks } from 'node:module'
registerHooks({ resolve(specifier, context, next) {
  if (specifier === 'pg') throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' })
  return next(specifier, context)
} })`

  const { code, stderr } = await evenkeelLedger(['check'], { DATABASE_URL: 'postgres://127.0.0.1/x' }, [
    '--import',
    `data:text/javascript,${encodeURIComponent(withoutPg)}`,
  ])

  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('npm install pg') })
})

it('prints no colours, asked or not', async () => {
  const { stdout, stderr } = await evenkeelLedger(['bogus'], { FORCE_COLOR: '1' })

  expect(stdout + stderr).not.toContain('\u001b')
})
