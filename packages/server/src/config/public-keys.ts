import { createPublicKey } from 'node:crypto'

/** The keys in a text, each with its frame. Settings often carry line breaks written out as `\n`. */
export function readPublicKeys(text: string): string[] {
  return text
    .replaceAll('\\n', '\n')
    .split(/(?<=-----END [A-Z ]*PUBLIC KEY-----)/)
    .map((key) => key.trim())
    .filter((key) => key !== '')
}

export function isPublicKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem)
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
  } catch {
    return false
  }
}
