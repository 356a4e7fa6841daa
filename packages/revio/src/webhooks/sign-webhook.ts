import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto'

/** Signs a body as the provider does, with a private key or its PEM. For tests and the simulator. */
export function signWebhook(rawBody: Uint8Array, privateKey: KeyObject | string): string {
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey
  return sign('sha256', rawBody, { key, padding: constants.RSA_PKCS1_PADDING }).toString('base64')
}
