/** Shorter ones would be found in every text. */
const SHORTEST = 4;

/**
 * The ways in which a secret may stand in what a host sends back: as it is, as JSON, a URL or a form spells it, and in
 * base64, also within a longer text. The longest come first, for one may be part of another.
 */
export function spellingsOf(secrets: readonly string[]): readonly string[] {
  const all = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(spellings);
  return [...new Set(all)].toSorted((one, other) => other.length - one.length);
}

function spellings(secret: string): readonly string[] {
  const url = encodeURIComponent(secret);
  const strict = url.replaceAll(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const urls = [url, strict].flatMap((one) => [one, one.replaceAll('%20', '+')]);
  return [
    secret,
    inJson(secret),
    inJson(secret).replaceAll('/', '\\/'),
    inJson(inJson(secret)),
    ...urls,
    ...urls.map((one) => one.replaceAll(/%../g, (escape) => escape.toLowerCase())),
    ...[0, 1, 2].flatMap((before) => inBase64(secret, before)),
  ].filter((one) => one.length >= SHORTEST);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The characters that are the secret's alone where so many bytes stand before it, in both alphabets. */
function inBase64(secret: string, before: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const from = Math.ceil((before * 8) / 6);
  const text = bytes.toString('base64').slice(from, Math.floor((bytes.length * 8) / 6));
  return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
}

/** A text without the secrets that are spelled so. */
export function withoutSpellings(text: string, found: readonly string[], mark: string): string {
  return found.reduce((rest, spelling) => rest.replaceAll(spelling, () => mark), text);
}
