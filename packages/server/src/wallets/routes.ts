import type { Clock } from '@evenkeel/ledger'
import { fastifyPlugin } from 'fastify-plugin'
import type { DepositLimits } from '../config/deposit-limits.ts'
import { showMoney } from '../contract/money.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { CurrencyParams, Wallet, Wallets } from '../contract/wallets.ts'
import type { Db } from '../database/transaction.ts'
import type { App } from '../plugins/instance.ts'
import { principalOf } from '../plugins/principal.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { emptyWallet, type OwnersWallet, readWallets } from './wallets.ts'

/** What the caller has. A wallet is opened in the books by the first money that comes in; until then it is empty. */
export const walletRoutes = fastifyPlugin(
  (app: App, { db, clock, limits }: { db: Db; clock: Clock; limits: DepositLimits }, done: () => void) => {
    const config = { access: 'wallet:read' } as const
    const refused = { '4xx': problemResponse('The request was refused; `code` says why') }

    app.get(
      '/v1/wallets',
      {
        config,
        schema: {
          operationId: 'listWallets',
          tags: ['money'],
          summary: 'What you have',
          description: 'One wallet for each currency that you have used.',
          response: { 200: jsonResponse('Your wallets', Wallets), ...refused },
        },
      },
      async (request) => ({ data: (await readWallets(db, principalOf(request))).map(shown) }),
    )

    app.get(
      '/v1/wallets/:currency',
      {
        config,
        schema: {
          operationId: 'getWallet',
          tags: ['money'],
          summary: 'What you have in one currency',
          params: CurrencyParams,
          response: { 200: jsonResponse('Your wallet', Wallet), ...refused },
        },
      },
      async (request) => {
        const { currency } = request.params
        const [wallet] = await readWallets(db, { ...principalOf(request), currency })
        if (wallet !== undefined) return shown(wallet)
        if (limits.of(currency) !== undefined) return shown(emptyWallet(currency, clock.now()))
        throw new ProblemError('not_found', `There are no wallets in ${currency} here.`)
      },
    )
    done()
  },
  { name: 'wallet-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)

function shown({ current, held, usable, asOf }: OwnersWallet): Wallet {
  return {
    currency: current.currency,
    current: showMoney(current),
    held: showMoney(held),
    usable: showMoney(usable),
    as_of: asOf.toISOString(),
  }
}
