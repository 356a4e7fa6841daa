import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import type { Manifest } from '../repository/manifests.ts'
import { checkContents } from './check-contents.ts'
import { checkMetadata } from './check-metadata.ts'
import { packPackage, type Tarball } from './pack-package.ts'
import { publicPackages } from './public-packages.ts'
import { usePackage } from './use-package.ts'

export interface PackingReport {
  readonly packages: number
  readonly findings: readonly Finding[]
}

/**
 * Packs every public package of `root` as a release would, and uses each as its users will. `consumers` is the folder
 * with one program for each package. The packages have been built.
 */
export async function checkPacking(
  root: string,
  manifests: readonly Manifest[],
  consumers: string,
): Promise<PackingReport> {
  // A folder outside the repository: inside it, Node would find our node_modules and hide a missing dependency.
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-packing-'))
  try {
    const tarballs: Tarball[] = []
    for (const manifest of publicPackages(manifests)) tarballs.push(await packPackage(root, manifest, folder))
    const findings: Finding[] = []
    for (const tarball of tarballs) {
      findings.push(...checkContents(tarball.manifest.folder, tarball.files))
      findings.push(...(await checkMetadata(tarball)))
      findings.push(...(await usePackage(consumers, tarball, tarballs, folder)))
    }
    return { packages: tarballs.length, findings }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
