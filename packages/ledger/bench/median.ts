export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The median of some ratios with their range: `1.05 [0.98-1.11]`. */
export function spread(ratios: readonly number[]): string {
  const [low, middle, high] = [Math.min(...ratios), median(ratios), Math.max(...ratios)]
  return `${middle.toFixed(2)} [${low.toFixed(2)}-${high.toFixed(2)}]`
}
