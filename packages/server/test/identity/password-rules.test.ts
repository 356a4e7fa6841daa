import { fc, test as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { normalizePassword, passwordObjection } from '../../src/identity/password-rules.ts'

const owner = { mail: 'thandi.nkosi@example.com', name: 'Thandi Nkosi' }
const objection = (text: string): string | undefined => passwordObjection(normalizePassword(text), owner)

it.for([
  'password1234',
  'P@ssw0rd!2024',
  'passwordpassword',
  'letmeinletmein',
  'qwertyuiop12',
  'asdfghjklqwerty',
  '123456789012',
  '987654321098',
  'aaaaaaaaaaaa',
  'abcabcabcabc',
  'iloveyou2024!',
  'Welcome-2024!!',
  'administrator1',
  'superman-batman',
  'Summer2024Winter',
  'Evenkeel-2024!',
  'ThandiNkosi1990',
  'nkosi-password',
  'zyxwvutsrqponm',
  '            ',
])('refuses what a guesser tries early: %s', (text) => {
  expect(objection(text)).toMatch(/harder to guess/)
})

it.for([
  'seven lamps on the quay',
  'correct horse battery staple',
  'kx4-Tq9vB2-mWz7',
  'jackfruit lantern 7 gravel',
  'стая белых журавлей',
  '鶴は千年亀は万年の夢を見る',
  'un café à Montréal, merci',
])('takes what is long and nobody else has: %s', (text) => {
  expect(objection(text)).toBeUndefined()
})

property.prop([fc.string({ unit: 'grapheme', maxLength: 200 })])(
  'refuses by length whatever has fewer than 12 or more than 128 characters, and says how many it has',
  (text) => {
    const length = [...normalizePassword(text)].length

    const reason = objection(text)

    if (length < 12 || length > 128) expect(reason).toContain(`this has ${length}`)
    else expect(reason ?? '').not.toContain('characters; this has')
  },
)

property.prop([fc.string({ unit: 'binary', minLength: 64, maxLength: 128 })])(
  'looks at anything within milliseconds',
  (text) => {
    const reason = objection(text)

    expect(reason === undefined || reason.length > 0).toBe(true)
  },
)
