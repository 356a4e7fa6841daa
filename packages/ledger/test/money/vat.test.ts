import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  add,
  bps,
  currency,
  negate,
  percentageOf,
  type RoundingMode,
  vatFromGross,
  vatFromNet,
  vatTotals,
} from '../../src/money/index.ts'
import { anyRand } from './arbitraries.ts'

const zar = currency('ZAR')
const anyRate = fc.integer({ min: 0, max: 10_000 }).map(bps)
const anyMode = fc.constantFrom<RoundingMode>('half-even', 'half-up', 'down', 'up')

describe('VAT', () => {
  it('is 15 % of the price in South Africa', () => {
    expect(vatFromNet(zar('99.99'), bps(1500))).toStrictEqual({
      net: zar('99.99'),
      vat: zar('15.00'),
      gross: zar('114.99'),
    })
    expect(vatFromGross(zar('115.00'), bps(1500)).vat).toStrictEqual(zar('15.00'))
  })

  test.prop([anyRand, anyRate, anyMode])(
    'and net are always the gross, from either end',
    (value, rate, mode) => {
      const fromNet = vatFromNet(value, rate, mode)
      const fromGross = vatFromGross(value, rate, mode)

      expect(fromNet.net).toStrictEqual(value)
      expect(fromNet.gross).toStrictEqual(add(fromNet.net, fromNet.vat))
      expect(fromGross.gross).toStrictEqual(value)
      expect(add(fromGross.net, fromGross.vat)).toStrictEqual(value)
    },
  )

  test.prop([anyRand, anyRate])('taken out of a gross is what was put into it', (net, rate) => {
    const line = vatFromNet(net, rate)

    expect(vatFromGross(line.gross, rate)).toStrictEqual(line)
  })

  test.prop([anyRand, anyRate])(
    'of a credit note is that of the invoice with the other sign',
    (value, rate) => {
      expect(vatFromNet(negate(value), rate).vat).toStrictEqual(negate(vatFromNet(value, rate).vat))
      expect(vatFromGross(negate(value), rate).vat).toStrictEqual(negate(vatFromGross(value, rate).vat))
    },
  )

  test.prop([fc.array(fc.tuple(anyRand, anyRate, fc.boolean()), { maxLength: 40 })])(
    'totals of mixed lines conserve every unit',
    (invoice) => {
      const lines = invoice.map(([value, rate, isGross]) =>
        isGross ? vatFromGross(value, rate) : vatFromNet(value, rate),
      )

      const totals = vatTotals(zar.zero, lines)

      expect(totals.gross).toStrictEqual(add(totals.net, totals.vat))
      expect(totals.vat.amount).toBe(lines.reduce((units, line) => units + line.vat.amount, 0n))
    },
  )

  it('is rounded on each line, not on the total', () => {
    const lines = [zar.minor(3n), zar.minor(3n), zar.minor(3n)].map((net) => vatFromNet(net, bps(1500)))

    const totals = vatTotals(zar.zero, lines)

    expect(totals.vat.amount).toBe(0n)
    expect(percentageOf(totals.net, bps(1500)).amount).toBe(1n)
  })
})
