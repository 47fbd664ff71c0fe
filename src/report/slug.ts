import { createHash } from 'node:crypto';
import { PlimsollError } from '../lib/errors.ts';

const safe = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const longest = 48;

/**
 * Host name -> slug of [a-z0-9-], unique in the report, for ids and file names (`fix/<slug>.sh`).
 * A name that is a slug already keeps it; any other gets a hash of the name behind what is left of it,
 * so that no host can take the slug of another by being called nearly the same.
 */
export function hostSlugs(report: {
  readonly hosts: readonly { readonly name: string }[];
}): ReadonlyMap<string, string> {
  const names = report.hosts.map((host) => host.name);
  const slugs = new Map(names.filter(isSafe).map((name) => [name, name]));
  if (new Set(names).size < names.length) {
    throw new PlimsollError('REPORT_INVALID', 'two hosts of the report have the same name');
  }
  const taken = new Set(slugs.values());
  for (const name of names.filter((candidate) => !isSafe(candidate))) {
    const slug = hashedSlug(name, taken);
    taken.add(slug);
    slugs.set(name, slug);
  }
  return slugs;
}

function isSafe(name: string): boolean {
  return name.length <= longest && safe.test(name);
}

function hashedSlug(name: string, taken: ReadonlySet<string>): string {
  const readable = name
    .slice(0, longest)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const hash = createHash('sha256').update(name).digest('hex');
  const candidates = [8, 16, 64].map((length) => `${readable || 'host'}-${hash.slice(0, length)}`);
  return candidates.find((slug) => !taken.has(slug)) ?? hash;
}
