import type { DepositApp } from './deposit-app.ts'

/** Executes a payout beside us, as a bank does that tries again after its no. */
export async function executeAgain(service: DepositApp, payoutId: string): Promise<void> {
  const { execution_url: url } = service.simulator.payout(payoutId)
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${service.simulator.client.secretKey}`,
      'content-type': 'application/json',
    },
    body: '{}',
  })
  if (answer.status !== 200) throw new Error(`It was not executed: ${await answer.text()}`)
}
