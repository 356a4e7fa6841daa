import type { SwaggerTransformObject } from '@fastify/swagger'
import type { FastifySchema } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemResponse } from '../contract/response.ts'

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

/** Says of each operation what it takes to be let through, from what the route declares, and what any may answer. */
export const transform: typeof fromZod = (input) => {
  const { access = 'public', limit } = input.route.config ?? {}
  const { schema, url } = fromZod({
    ...input,
    schema: limit === 'none' ? input.schema : withLimits(input.schema),
  })
  const security = access === 'public' ? [] : [{ accessToken: [] }]
  const permission = access === 'public' || access === 'user' ? {} : { 'x-permission': access }
  return { schema: { ...schema, security, ...permission }, url }
}

/** What a route that is limited may answer besides what it declares. */
function withLimits(schema: FastifySchema): FastifySchema {
  const declared = schema.response ?? {}
  return {
    ...schema,
    response: {
      429: problemResponse('More requests than `RateLimit-Policy` grants; wait for `Retry-After`'),
      503: problemResponse('PostgreSQL does not answer; try again'),
      ...declared,
    },
  }
}

const withEverySchema = createJsonSchemaTransformObject({ zodToJsonConfig })

/** Every named schema comes in two forms, as input and as output; only those that something refers to are shown. */
export const transformObject: SwaggerTransformObject = (document) => {
  const whole = withEverySchema(document)
  if (!('openapi' in whole)) return whole
  const { components = {}, ...rest } = whole
  for (const item of Object.values(whole.paths ?? {})) {
    const body = item?.post?.requestBody
    if (body === undefined || !('content' in body)) continue
    if (isNothing(body.content['application/json']?.schema, { ...components.schemas })) body.required = false
  }
  const used = referencedNames(rest, { ...components.schemas })
  const shown = Object.entries({ ...components.schemas }).filter(([name]) => used.has(name))
  // What is left out changes no type: the schemas are a record. The compiler loses track of which of two it is.
  return { ...whole, components: { ...components, schemas: Object.fromEntries(shown) } } as typeof whole
}

/** Whether a schema is that of an object without a member, which takes no other: a body that may be left out. */
function isNothing(schema: object | undefined, schemas: Readonly<Record<string, unknown>>): boolean {
  const name = schema !== undefined && '$ref' in schema ? String(schema.$ref).split('/').at(-1) : undefined
  return EmptyObject.safeParse(name === undefined ? schema : schemas[name]).success
}

const EmptyObject = z.looseObject({ properties: z.strictObject({}), additionalProperties: z.literal(false) })

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
