import { expect, it } from 'vitest'
import { wantedPostgres } from '../src/postgres/wanted-postgres.ts'

const url = 'postgres://me@127.0.0.1/postgres'

it.each([
  [{}, { source: 'embedded', version: 18 }],
  [{ EVENKEEL_POSTGRES: '15' }, { source: 'embedded', version: 15 }],
  [{ EVENKEEL_POSTGRES: 'container' }, { source: 'container', version: 18 }],
  [{ EVENKEEL_POSTGRES: 'container:16' }, { source: 'container', version: 16 }],
  [{ DATABASE_URL: url }, { source: 'url', url, version: undefined }],
  [
    { DATABASE_URL: url, EVENKEEL_POSTGRES: '17' },
    { source: 'url', url, version: 17 },
  ],
  [
    { DATABASE_URL: '', EVENKEEL_POSTGRES: '' },
    { source: 'embedded', version: 18 },
  ],
])('reads %o as %o', (environment, wanted) => {
  expect(wantedPostgres(environment)).toEqual(wanted)
})

it.each(['14', '19', 'docker', '15.2', 'container16', 'container:', 'container:14', ' 15'])(
  'refuses EVENKEEL_POSTGRES "%s" and says what may stand there',
  (asked) => {
    expect(() => wantedPostgres({ EVENKEEL_POSTGRES: asked })).toThrow(
      /EVENKEEL_POSTGRES is ".*"\. Set it to a version from 15 to 18/,
    )
  },
)
