import swaggerUi from '@fastify/swagger-ui'
import { fastifyPlugin } from 'fastify-plugin'
import type { App } from './instance.ts'

/** The page at /docs to read the API and to try it, served from here: it asks nothing of any other host. */
export const docsPage = fastifyPlugin(
  async (app: App) => {
    await app.register(async (page) => {
      page.addHook('onRoute', (route) => {
        route.config = { ...route.config, access: 'public', limit: 'none' }
      })
      await page.register(swaggerUi, {
        routePrefix: '/docs',
        staticCSP: policy,
        theme: { title: 'Evenkeel API', js: [{ filename: 'colour-scheme.js', content: followColourScheme }] },
        // Without the bar to explore the documents of other hosts, which the policy forbids anyway.
        uiConfig: {
          layout: 'BaseLayout',
          docExpansion: 'list',
          deepLinking: true,
          displayRequestDuration: true,
        },
      })
    })
  },
  { name: 'docs-page', dependencies: ['openapi', 'access'] },
)

// The page has a dark form, and a switch for it that is in the bar we leave out: it does what the system is set to.
const followColourScheme = `
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
  dark.addEventListener('change', follow)
  follow()
`

// The page is a program that runs here and talks to this host alone.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
