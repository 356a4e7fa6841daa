const asItShouldBe = {
  id: '01900000-0000-7000-8000-000000000001',
  ofEntries: '01900000-0000-7000-8000-000000000001',
  kind: "'gift'",
  says: '2',
  reference: 'NULL',
  reverses: 'NULL',
  extraColumn: 'description',
  extraValue: 'NULL',
  totals: 'posted = posted + 100, version = version + 1, entry_count = entry_count + 1',
  counted: "code IN ('alice', 'cash')",
  written: "code IN ('alice', 'cash')",
  debitSide: 'debit',
  creditSide: 'credit',
  debitAmount: '100',
  creditAmount: '100',
  creditLine: '2',
  version: 'version + 1',
  postedAfter: 'posted + 100',
}

/**
 * The one statement by which anybody with the right may post by hand: 1.00 from cash to alice, with the totals of both.
 * A test changes one thing in it and expects a refusal; as it stands it is accepted, so that the one thing is why.
 */
export function journalByHand(change: Partial<typeof asItShouldBe> = {}): string {
  const its = { ...asItShouldBe, ...change }
  return `
WITH totals AS (
  UPDATE ledger.account
  SET ${its.totals}
  WHERE ${its.counted}
),
journals AS (
  INSERT INTO ledger.journal (
    book_id, id, key, kind, reference, reverses, effective_at, recorded_at, entry_count, batch, position, ${its.extraColumn}
  )
  VALUES (1, '${its.id}', 'by hand', ${its.kind}, ${its.reference}, ${its.reverses}, now(), now(), ${its.says}, 1, 0, ${its.extraValue})
)
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, side, line, amount, posted, held)
SELECT 1, id, ${its.version}, '${its.ofEntries}'::uuid, '${its.debitSide}', 1, ${its.debitAmount}::numeric, ${its.postedAfter}, held
FROM ledger.account
WHERE ${its.written}
  AND type = 'asset'
UNION ALL
SELECT 1, id, ${its.version}, '${its.ofEntries}'::uuid, '${its.creditSide}', ${its.creditLine}, ${its.creditAmount}::numeric, ${its.postedAfter}, held
FROM ledger.account
WHERE ${its.written}
  AND type = 'liability'`
}
