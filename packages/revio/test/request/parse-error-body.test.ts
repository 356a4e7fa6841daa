import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseErrorBody } from '../../src/request/parse-error-body.ts'

const issue = { message: 'No.', code: 'invalid' }

/** Every shape of error the platform is known to answer with. */
const shapes: [string, unknown, { field: string | null; code: string | null; message: string }[]][] = [
  ['a list for the whole', { __all__: [issue] }, [{ field: null, ...issue }]],
  ['one object for the whole', { __all__: issue }, [{ field: null, ...issue }]],
  ['a list for a field', { due: [issue] }, [{ field: 'due', ...issue }]],
  ['one object for a field', { due: issue }, [{ field: 'due', ...issue }]],
  ['a dotted field', { 'purchase.currency': [issue] }, [{ field: 'purchase.currency', ...issue }]],
  ['a nested field', { purchase: { currency: [issue] } }, [{ field: 'purchase.currency', ...issue }]],
  [
    'an item of a list',
    { purchase: { products: [{}, { price: [issue] }] } },
    [{ field: 'purchase.products[1].price', ...issue }],
  ],
  [
    'an item of a list as a whole',
    { purchase: { products: [{ __all__: [issue] }] } },
    [{ field: 'purchase.products[0]', ...issue }],
  ],
  ['a bare sentence', { error: 'Unauthorized' }, [{ field: null, code: null, message: 'Unauthorized' }]],
  [
    'a list of sentences',
    { email: ['No.', 'Really.'] },
    [
      { field: 'email', code: null, message: 'No.' },
      { field: 'email', code: null, message: 'Really.' },
    ],
  ],
  [
    'a decline with a description',
    { error: { code: 'do_not_honour', description: 'Declined', type: 'card', friendly_message: 'Sorry' } },
    [{ field: null, code: 'do_not_honour', message: 'Declined' }],
  ],
  [
    'several at once',
    { __all__: [issue], due: [issue] },
    [
      { field: null, ...issue },
      { field: 'due', ...issue },
    ],
  ],
]

describe('an error body', () => {
  it.each(shapes)('that is %s is read', (_, body, issues) => {
    expect(parseErrorBody(body)).toEqual(issues)
  })

  it.each([
    [null],
    [[]],
    ['text'],
    [7],
    [{}],
    [{ ok: true, n: 1 }],
    [{ id: 'p1', type: 'payout', status: 'error' }],
  ])('that is none, such as %j, holds no issue', (body) => {
    expect(parseErrorBody(body)).toEqual([])
  })

  it('of any shape is read without failing, to a bounded list', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (body) => {
        const issues = parseErrorBody(body)
        expect(issues.length).toBeLessThanOrEqual(50)
        expect(issues.every(({ message }) => message.length <= 500)).toBe(true)
      }),
    )
  })
})
