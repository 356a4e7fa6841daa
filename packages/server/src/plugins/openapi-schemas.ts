import type { SwaggerTransformObject } from '@fastify/swagger'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { z } from 'zod'

/**
 * Answers may gain members within a version, so their schemas do not close the list, as zod's do where nothing else is
 * said. One that was closed on purpose (`z.strictObject`) stays closed.
 */
const zodToJsonConfig = {
  override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: object }): void {
    const { def } = zodSchema._zod
    const isClosed = 'catchall' in def && def.catchall !== undefined
    if (def.type === 'object' && !isClosed && 'additionalProperties' in jsonSchema) {
      delete jsonSchema.additionalProperties
    }
  },
}

const fromZod: ReturnType<typeof createJsonSchemaTransform> = createJsonSchemaTransform({ zodToJsonConfig })

/** Says of each operation what it takes to be let through, from what the route declares, and gives it a name. */
export const transform: typeof fromZod = (input) => {
  const { schema, url } = fromZod(input)
  const access = input.route.config?.access ?? 'public'
  const login = access === 'public' ? {} : { security: [{ accessToken: [] }] }
  const permission = access === 'public' || access === 'user' ? {} : { 'x-permission': access }
  const operationId = schema.operationId ?? operationName(String(input.route.method), url)
  return { schema: { ...schema, operationId, ...login, ...permission }, url }
}

/** `deleteMeSessionsById` for DELETE /v1/me/sessions/{id}: what generators of clients call the operation. */
function operationName(method: string, url: string): string {
  const [, ...words] = url
    .replace(/:(\w+)/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  const name = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')
  return `${method.toLowerCase()}${name}`
}

const withEverySchema = createJsonSchemaTransformObject({ zodToJsonConfig })

/** Every named schema comes in two forms, as input and as output; only those that something refers to are shown. */
export const transformObject: SwaggerTransformObject = (document) => {
  const whole = withEverySchema(document)
  if (!('openapi' in whole)) return whole
  const { components = {}, ...rest } = whole
  const used = referencedNames(rest, { ...components.schemas })
  const shown = Object.entries({ ...components.schemas }).filter(([name]) => used.has(name))
  // What is left out changes no type: the schemas are a record. The compiler loses track of which of two it is.
  return { ...whole, components: { ...components, schemas: Object.fromEntries(shown) } } as typeof whole
}

function referencedNames(root: unknown, schemas: Readonly<Record<string, unknown>>): Set<string> {
  const found = new Set<string>()
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue
      found.add(name)
      visit(schemas[name] ?? null)
    }
  }
  visit(root)
  return found
}
