import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { isLocalPostgresError } from '../src/errors/local-postgres-error.ts'
import { parseSettings } from '../src/server/settings.ts'
import { parseStartOptions } from '../src/start-options.ts'

describe('options', () => {
  it.prop([
    fc.dictionary(
      fc.constantFrom('version', 'dataDir', 'port', 'durable', 'settings', 'startTimeoutMs', 'prot'),
      fc.anything(),
    ),
  ])('of any shape are taken or refused with an error that names one of them', (options) => {
    const outcome = attempt(() => parseStartOptions(options))

    if (isLocalPostgresError(outcome)) expect(['invalid_options', 'setting_refused']).toContain(outcome.code)
    else expect(outcome).toMatchObject({ settings: expect.any(Object), startTimeoutMs: expect.any(Number) })
  })

  it('that nobody knows are refused by name', () => {
    const misspelt = { prot: 5432 }

    expect(() => parseStartOptions(misspelt)).toThrow('The option "prot" is not an option')
  })
})

describe('settings', () => {
  it.prop([
    fc.stringMatching(/^[a-z_][a-z0-9_]{0,20}$/),
    fc.oneof(fc.boolean(), fc.integer(), fc.stringMatching(/^[^\0]*$/)),
  ])('with a plain name and value are passed on', (name, value) => {
    fc.pre(!['port', 'hba_file', 'config_file', 'ident_file'].includes(name))

    expect(parseSettings({ [name]: value })).toEqual({
      [name]: typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value),
    })
  })

  it.prop([fc.string().filter((name) => !/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/i.test(name))])(
    'with any other name are refused',
    (name) => {
      expect(attempt(() => parseSettings(Object.fromEntries([[name, 1]])))).toMatchObject({
        code: 'setting_refused',
      })
    },
  )

  it.each([
    ['listen_addresses', '*'],
    ['PORT', 1],
    ['logging_collector', true],
    ['work_mem', Number.NaN],
    ['work_mem', null],
    ['work_mem', 'a\0b'],
  ])('such as %s = %s are refused', (name, value) => {
    expect(attempt(() => parseSettings({ [name]: value }))).toMatchObject({ code: 'setting_refused' })
  })
})

function attempt(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}
