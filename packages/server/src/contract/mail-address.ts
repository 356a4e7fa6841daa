/**
 * A mail address in the one form that compares, or nothing where it is none: lower case, the domain in ASCII.
 *
 * Lower-casing the part before the @ is against the letter of RFC 5321 and with the practice of every large provider:
 * two accounts that differ in it would belong to one person, or to a person and an impostor.
 */
export function normalizeMail(text: string): string | undefined {
  const [, local = '', domain = ''] = /^([^@]{1,64})@([^@]{1,253})$/.exec(text.trim()) ?? []
  // Digits, letters and the signs of RFC 5322; no quotes, no spaces, no controls, nothing beyond ASCII.
  if (!/^[\w.!#$%&'*+/=?^`{|}~-]+$/.test(local)) return undefined
  const ascii = asciiDomain(domain)
  const mail = `${local.toLowerCase()}@${ascii}`
  return ascii === undefined || mail.length > 254 ? undefined : mail
}

function asciiDomain(domain: string): string | undefined {
  // URL would also take a port, a path or a user; the form is looked at before and after.
  if (/[\s/?#:\\[\]%]/.test(domain)) return undefined
  const host = URL.parse(`https://${domain}`)?.hostname
  return host !== undefined && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host)
    ? host
    : undefined
}
