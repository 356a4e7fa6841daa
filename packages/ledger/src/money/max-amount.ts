/**
 * The largest amount, in minor units, that a currency table admits unless it is made with another limit.
 *
 * PostgreSQL's bigint ends at 9.22 x 10^18. At 10^18 any sum of nine admitted amounts still fits, so a statement
 * that adds an entry to a balance, or takes the held from the posted, cannot overflow: a constraint refuses the
 * result by name. (`sum(bigint)` is numeric and has no edge.) For two digits the limit is 10 quadrillion.
 *
 * For an asset of 18 digits it is one whole unit, which is too little. Count such an asset in nine digits, or make
 * the table with a higher limit and store its amounts as numeric:
 * `currencyTable({ assets: [ether], maxAmount: 10n ** 30n })` admits a trillion whole units.
 */
export const maxAmount = 1_000_000_000_000_000_000n

/** No table may go beyond this: a sum of 99 such amounts still fits `numeric(38)`. */
export const highestMaxAmount: bigint = 10n ** 36n
