import type { Side } from '../accounts/account.ts'

/** One account in a T: its name, what was entered on either side, and what it holds after. */
export interface TAccount {
  readonly name: string
  readonly entries: readonly { readonly side: Side; readonly amount: string }[]
  readonly after: string
}

/**
 * Draws accounts as bookkeepers do, debits left and credits right, two next to each other as long as a line of a hundred
 * characters has room for them.
 */
export function drawTAccounts(accounts: readonly TAccount[]): string {
  const half = Math.max(
    12,
    ...accounts.flatMap(({ name, after, entries }) => [
      Math.ceil(name.length / 2),
      Math.ceil(after.length / 2),
      ...entries.map(({ amount }) => amount.length + 1),
    ]),
  )
  const drawn = accounts.map((account) => draw(account, half))
  const width = half * 2 + 3
  const perRow = width * 2 + 4 <= 100 ? 2 : 1
  const rows: string[] = []
  for (let i = 0; i < drawn.length; i += perRow) rows.push(beside(drawn.slice(i, i + perRow), width))
  return rows.join('\n\n')
}

function draw({ name, entries, after }: TAccount, half: number): string[] {
  const width = half * 2 + 3
  const lines = entries.map(({ side, amount }) => {
    const [left, right] = side === 'debit' ? [amount, ''] : ['', amount]
    return `${left.padStart(half)} │ ${right.padStart(half)}`
  })
  return [
    centred(name, width),
    `${'─'.repeat(half + 1)}┬${'─'.repeat(half + 1)}`,
    ...lines,
    centred(after, width),
  ]
}

function centred(text: string, width: number): string {
  return text.padStart(Math.floor((width + text.length) / 2)).padEnd(width)
}

function beside(blocks: readonly (readonly string[])[], width: number): string {
  const height = Math.max(...blocks.map((block) => block.length))
  const lines = Array.from({ length: height }, (_, i) =>
    blocks
      .map((block) => (block[i] ?? '').padEnd(width))
      .join('    ')
      .trimEnd(),
  )
  return lines.join('\n')
}
