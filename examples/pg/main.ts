import { openShop, pay, zar } from '@evenkeel/example-shop'
import type { Money } from '@evenkeel/ledger'
import { fromPg } from '@evenkeel/ledger/pg'

const shop = await openShop()

/** The order and the money for it: both are there, or neither is. */
async function buy(item: string, price: Money<'ZAR'>): Promise<void> {
  const client = await shop.pool.connect()
  try {
    await client.query('BEGIN')
    const state = await pay(shop.ledger.using(fromPg(client)).book(shop.name), item, price)
    await client.query('INSERT INTO shop_order (shop, item, state) VALUES ($1, $2, $3)', [
      shop.name,
      item,
      state,
    ])
    if (item === 'kettle') throw new Error('The kettle is broken.')
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

await buy('socks', zar('40.00'))
await buy('piano', zar('80.00'))
await buy('kettle', zar('10.00')).catch((error: unknown) => console.log(String(error)))

await shop.report()

await shop.close()
