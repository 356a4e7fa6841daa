import type { Config, Setting } from './config-schema.ts'
import { settingsByName } from './read-config.ts'

/** One line for each setting with the value in force, safe to print: of a secret it shows only what is none. */
export function describeConfig(config: Config): string {
  const lines = [...settingsByName].map(([name, setting]) => [setting.variable, shown(config[name], setting)])
  const width = Math.max(...lines.map(([variable = '']) => variable.length))
  return lines.map(([variable = '', value]) => `${variable.padEnd(width)}  ${value}\n`).join('')
}

function shown(value: unknown, { isSecret = false }: Setting): string {
  if (value === undefined) return '(not set)'
  return isSecret ? withoutSecret(String(value)) : String(value)
}

/** An address without its password and its parameters, which may hold another; of anything else nothing. */
export function withoutSecret(secret: string): string {
  const url = URL.parse(secret)
  if (url === null || url.host === '') return '(hidden)'
  const user = url.username === '' ? '' : `${url.username}:***@`
  return `${url.protocol}//${user}${url.host}${url.pathname}`
}
