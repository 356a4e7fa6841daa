import { testData } from '@evenkeel/test-support'
import { z } from 'zod'

/** Vectors written by others. The test that asks for them is skipped, with the reason, where they are not present. */
export function foreignData<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> {
  return schema.parse(JSON.parse(testData(name)))
}

const goldenSchema = z.object({
  public_key_pem: z.string(),
  body_base64: z.string(),
  signature_base64: z.string(),
})

/** A webhook that the platform itself has sent, with its signature and key. */
export function goldenWebhook(): { rawBody: Buffer; signature: string; key: string } {
  const vector = foreignData('gateway-webhook-golden.json', goldenSchema)
  return {
    rawBody: Buffer.from(vector.body_base64, 'base64'),
    signature: vector.signature_base64,
    key: vector.public_key_pem,
  }
}
