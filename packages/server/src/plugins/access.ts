import { fastifyPlugin } from 'fastify-plugin'
import type { App } from './instance.ts'

/** Refuses to start with a route that does not say who may use it. Forgetting it must not open a door. */
export const access = fastifyPlugin(
  (app: App, _options: object, done: () => void) => {
    const routes: { name: string; hasAccess: () => boolean }[] = []
    app.addHook('onRoute', (route) => {
      // Looked at when all routes are there: a plugin declares for its own routes in a hook that runs after this.
      routes.push({
        name: `${route.method} ${route.url}`,
        hasAccess: () => route.config?.access !== undefined,
      })
    })
    app.addHook('onReady', async () => {
      const undeclared = routes.filter(({ hasAccess }) => !hasAccess()).map(({ name }) => name)
      if (undeclared.length === 0) return
      throw new Error(
        `Nobody knows who may use ${undeclared.join(', ')}. Declare it: config: { access: 'public' }.`,
      )
    })
    done()
  },
  { name: 'access' },
)
