import { z } from 'zod'
import type { App } from '../../src/plugins/instance.ts'

const Schema = z.looseObject({
  type: z.string().optional(),
  example: z.unknown().optional(),
  examples: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
})

const Operation = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  deprecated: z.boolean().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  'x-permission': z.string().optional(),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.enum(['query', 'path', 'header']),
        schema: Schema,
        example: z.unknown().optional(),
      }),
    )
    .default([]),
  requestBody: z
    .object({
      required: z.boolean().optional(),
      content: z.record(z.string(), z.looseObject({ schema: Schema, example: z.unknown().optional() })),
    })
    .optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string(), content: z.record(z.string(), z.unknown()).optional() }),
  ),
})

export const OpenApi = z.looseObject({
  openapi: z.string(),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), Schema).default({}) }),
})

export type OpenApi = z.output<typeof OpenApi>
export type Operation = z.output<typeof Operation> & { readonly path: string; readonly method: string }

/** Every operation that the service describes. */
export async function operationsOf(app: App): Promise<{ document: OpenApi; operations: Operation[] }> {
  const document = OpenApi.parse((await app.inject('/openapi.json')).json())
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
    })),
  )
  return { document, operations }
}

export interface Values {
  readonly query: Record<string, string>
  readonly path: Record<string, string>
  readonly header: Record<string, string>
  readonly body: Record<string, unknown> | undefined
}

/** The request that the description gives as an example: its examples alone, and nothing that is optional without one. */
export function exampleOf(operation: Operation, { components }: OpenApi): Values {
  const values: Values = { query: {}, path: {}, header: {}, body: bodyExample(operation, components.schemas) }
  for (const parameter of operation.parameters) {
    const given = parameter.example ?? exampleIn(parameter.schema)
    if (parameter.in === 'path')
      values.path[parameter.name] = String(given ?? '00000000-0000-4000-8000-000000000000')
    else if (given !== undefined) values[parameter.in][parameter.name] = String(given)
  }
  return values
}

type Schema = z.output<typeof Schema>

function bodyExample(
  operation: Operation,
  schemas: Record<string, Schema>,
): Record<string, unknown> | undefined {
  const content = Object.values(operation.requestBody?.content ?? {})[0]
  if (content === undefined) return undefined
  const name =
    String(content.schema['$ref'] ?? '')
      .split('/')
      .at(-1) ?? ''
  const schema = schemas[name] ?? content.schema
  const whole = content.example ?? exampleIn(schema)
  if (whole !== undefined) return z.record(z.string(), z.unknown()).parse(whole)
  const properties = Object.entries(schema.properties ?? {}).map(([key, value]) => [
    key,
    exampleIn(Schema.parse(value)),
  ])
  return Object.fromEntries(properties.filter(([, value]) => value !== undefined))
}

function exampleIn({ example, examples, default: standard, enum: listed }: Schema): unknown {
  return example ?? examples?.[0] ?? standard ?? listed?.[0]
}

export function urlOf(path: string, values: Values): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((values.path[name] ?? '').toWellFormed()),
  )
  const query = new URLSearchParams(values.query).toString()
  return query === '' ? filled : `${filled}?${query}`
}
