import { createHash } from 'node:crypto';

/** Separates these names from those of any other program; chosen once at random. */
const namespace = Buffer.from('8d7c0a5e4f0b4c52a3a1c6f2b97e1d34', 'hex');

/** SHA-256 in hex over a list of words; no two lists run together. */
export function digest(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}

/** UUID version 5 (RFC 9562) of a list of words: the same words have the same UUID in every run. */
export function uuidOf(...words: readonly string[]): string {
  const hash = createHash('sha1').update(namespace).update(JSON.stringify(words)).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
