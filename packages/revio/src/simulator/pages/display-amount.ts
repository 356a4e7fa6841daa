// ISO 4217 minor units where they are not two. Intl disagrees with ISO for sixteen currencies, so it is not asked.
const otherDigits: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map((code) => [code, 4])),
}

/** 123456 ZAR is "ZAR 1 234.56". */
export function displayAmount(amount: bigint | number, currency: string): string {
  const digits = otherDigits[currency] ?? 2
  const text = String(amount)
    .replace('-', '')
    .padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(?:\d{3})+$)/g, '\u00a0')
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`
  return `${currency}\u00a0${amount < 0 ? '\u2212' : ''}${whole}${fraction}`
}
