import { randomUUID } from 'node:crypto'
import {
  type Book,
  createLedger,
  credit,
  currency,
  debit,
  isLedgerError,
  type Money,
  type PgLedger,
} from '@evenkeel/ledger'
import { migrate } from '@evenkeel/ledger/migrations'
import { toDecimal } from '@evenkeel/ledger/money'
import { startPostgres } from '@evenkeel/local-postgres'
import { Pool } from 'pg'

export const zar = currency('ZAR')

/** A shop with one customer, Alice, who has paid in 100.00. Every run has a shop, and so a book, of its own. */
export interface Shop {
  readonly name: string
  readonly url: string
  /** For the ledger's own transactions. A host on pg may use it too. */
  readonly pool: Pool
  readonly ledger: PgLedger
  /** Prints the orders, and what the shop and Alice have. */
  report(): Promise<void>
  close(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  // A local PostgreSQL ends with this process.
  const url = process.env['DATABASE_URL'] ?? (await startPostgres()).url
  const pool = new Pool({ connectionString: url })
  await migrate(pool)
  await pool.query(createOrders)

  const name = `shop-${randomUUID()}`
  const ledger = createLedger({ pool })
  const book = ledger.book(name)
  await book.accounts.open({ code: 'bank', type: 'asset', currency: 'ZAR' })
  await book.accounts.open({ code: 'alice', type: 'liability', currency: 'ZAR' })
  await book.accounts.open({ code: 'sales', type: 'income', currency: 'ZAR' })
  const entries = [debit('bank', zar('100.00')), credit('alice', zar('100.00'))]
  await book.post({ key: 'deposit', kind: 'deposit', entries })

  return {
    ...{ name, url, pool, ledger },
    async report() {
      const { rows } = await pool.query<{ item: string; state: string }>(readOrders, [name])
      for (const { item, state } of rows) console.log(`${item}: ${state}`)
      for (const code of ['alice', 'sales']) {
        const { balance } = await book.accounts.get(code)
        console.log(`${code} has ${toDecimal(balance.posted)}`)
      }
    },
    async close() {
      await ledger.close()
      await pool.end()
    },
  }
}

/** Alice pays for something, if she can: a rejection changes nothing, and the transaction goes on. */
export async function pay(book: Book, item: string, price: Money<'ZAR'>): Promise<'paid' | 'refused'> {
  try {
    const entries = [debit('alice', price), credit('sales', price)]
    await book.post({ key: `order:${item}`, kind: 'sale', entries })
    return 'paid'
  } catch (error) {
    if (isLedgerError(error) && error.code === 'insufficient_funds') return 'refused'
    throw error
  }
}

const createOrders = `
CREATE TABLE IF NOT EXISTS shop_order (
  shop text,
  item text,
  state text NOT NULL,
  PRIMARY KEY (shop, item)
)`

const readOrders = `
SELECT item, state
FROM shop_order
WHERE shop = $1
ORDER BY item`
