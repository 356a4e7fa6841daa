/**
 * The postmaster's command line. Everything is said there, where nothing in the data folder can overrule it.
 *
 * Only the loopback address is served, with a password; a socket file would need a folder of its own and a
 * path of at most 107 bytes. Without durability a crash of the machine may destroy the data. A crash of
 * PostgreSQL does not, but takes with it what was committed in the last second and not yet handed to the
 * kernel.
 */
export function serverArguments(server: {
  pgdata: string
  port: number
  durable: boolean
  isTemporary: boolean
  settings: Readonly<Record<string, string>>
}): string[] {
  const durability = server.durable
    ? {}
    : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const all = {
    ...durability,
    // Shared memory as files in the data folder, which goes; those of /dev/shm would outlive a kill -9.
    ...(server.isTemporary ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...server.settings,
    listen_addresses: '127.0.0.1',
    port: String(server.port),
    unix_socket_directories: '',
  }
  return ['-D', server.pgdata, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}
