import type { Command, Pipeline, Script, Word } from './raw/shell-script.ts';
import { baseName, invocationOf, isShell, pipelinesOf, type Invocation } from './shell-commands.ts';
import { switchesOff } from './unverified-settings.ts';

/**
 * Ways in which a step fetches something without checking where it comes from.
 * @param script what its shell runs
 * @param step all of it, build arguments too
 */
export function unverifiedIn(script: string, step: string): readonly string[] {
  const pipelines = pipelinesOf(script);
  const runs = pipelines.flat().map(invocationOf);
  return [
    ...pipelines.flatMap(runDownloads),
    ...(runsSavedDownload(pipelines) ? ['a download that is run'] : []),
    ...runs.flatMap(insecureOptions),
    ...switchesOff(step),
  ];
}

const downloaders: ReadonlySet<string> = new Set([
  ...[
    'curl',
    'wget',
    'wget2',
    'fetch',
    'aria2c',
    'axel',
    'http',
    'https',
    'xh',
    'lynx',
    'w3m',
    'GET',
    'lwp-request',
  ],
]);
const interpreter =
  /^(?:(?:ba|da|a|z|k|mk|fi)?sh|python[\d.]*|pypy[\d.]*|perl[\d.]*|ruby[\d.]*|node|nodejs|bun|deno|php[\d.]*|lua[\d.]*|pwsh|Rscript|tclsh)$/;

function isDownload(command: Command): boolean {
  return downloaders.has(invocationOf(command).program) || command.groups.some(downloads);
}

/** Whether what a script writes comes from the network. */
function downloads(script: Script): boolean {
  return script.some((pipeline) => pipeline.some(isDownload));
}

function holdsDownload({ substitutions }: Word): boolean {
  return substitutions.some(downloads);
}

/** What comes from the network and goes to a program that runs it, on whichever way. */
function runDownloads(pipeline: Pipeline): readonly string[] {
  const found = new Set<string>();
  let fetched = false;
  for (const command of pipeline) {
    const invocation = invocationOf(command);
    if (fetched && runsInput(invocation)) found.add('a download piped into a shell');
    if (isRunBy(invocation, command)) found.add('a download that is run');
    fetched ||= isDownload(command);
  }
  return [...found];
}

/** Whether a program takes what it runs from its standard input, and not from an argument. */
function runsInput({ program, args }: Invocation): boolean {
  const words = args.map(({ text }) => text);
  if (isSource(program)) return isInput(words[0] ?? '');
  if (!interpreter.test(program)) return false;
  if (isShell(program) && words.some((text) => /^-[a-z]*s$/.test(text))) return true;
  if (words.some((text) => takesText(program, text))) return false;
  const script = words.find((text, index) => !isOption(text) && !/^-[a-z]*o$/.test(words[index - 1] ?? ''));
  return script === undefined || isInput(script);
}

function isSource(program: string): boolean {
  return program === '.' || program === 'source';
}

/** `-c` of a shell or of Python, `-m`, and the like of other interpreters: what is run stands behind it. */
function takesText(program: string, option: string): boolean {
  return isShell(program)
    ? /^-[a-zA-Z]*c$/.test(option)
    : /^-[a-zA-Z]*[cemnpr]|^--(?:eval|print)$/.test(option);
}

function isOption(text: string): boolean {
  return text.startsWith('-') && text !== '-';
}

function isInput(text: string): boolean {
  return text === '-' || text === '/dev/stdin' || text === '/proc/self/fd/0';
}

/** `$(curl …)` as a command, `python3 -c "$(curl …)"`, `bash <(curl …)`, `source <(curl …)`, `bash <<<"$(curl …)"`. */
function isRunBy({ program, args, word }: Invocation, { input }: Command): boolean {
  if (word !== null && /^(?:\$\(|`)/.test(word.text) && holdsDownload(word)) return true;
  if (!interpreter.test(program) && !isSource(program)) return false;
  const given = args.filter(
    ({ text }, index) =>
      text.startsWith('<(') || (/^(?:\$\(|`)/.test(text) && takesText(program, args[index - 1]?.text ?? '')),
  );
  return [...given, ...input].some(holdsDownload);
}

const verifiers =
  /^(?:(?:sha\d*|md5|b2|xxh\d*)sum|shasum|gpg2?|gpgv2?|cosign|minisign|signify|openssl|rpmkeys|slsa-verifier)$/;

/** `curl -o x URL && sh x`, with nothing in the script that holds x to a checksum or a signature. */
function runsSavedDownload(pipelines: readonly Pipeline[]): boolean {
  const commands = pipelines.flat();
  const runs = commands.map(invocationOf);
  if (runs.some(({ program }) => verifiers.test(program))) return false;
  const saved = new Set(commands.flatMap(savedFiles).map(baseName));
  return runs.some((run) => ranFiles(run).some((file) => saved.has(baseName(file))));
}

function savedFiles(command: Command): readonly string[] {
  const { program, args } = invocationOf(command);
  if (!downloaders.has(program)) return [];
  const words = args.map(({ text }) => text);
  const named = words.flatMap((text, index) => {
    const option = program === 'wget' ? /^-[a-zA-Z]*O$/ : /^-[a-zA-Z]*o$/;
    return option.test(text) || /^--output(?:-document)?$/.test(text) ? (words[index + 1] ?? []) : [];
  });
  const joined = words.flatMap((text) => /^--output(?:-document)?=(.+)$/s.exec(text)?.[1] ?? []);
  const files = [...named, ...joined, ...(command.output === null ? [] : [command.output])];
  // Without a name it is that of the address.
  return files.length > 0
    ? files.filter((file) => !/^(?:-|\/dev\/stdout)$/.test(file))
    : words.filter((text) => text.includes('://')).map((url) => url.replace(/[?#].*$/s, ''));
}

/** The file that a command runs, as a script or as a program. */
function ranFiles({ program, args, word }: Invocation): readonly string[] {
  if (isSource(program) || interpreter.test(program))
    return args.map(({ text }) => text).filter((text) => !isOption(text));
  return word?.text.includes('/') === true ? [word.text] : [];
}

/** Options that mean the same whatever program they are given to. */
const insecure: ReadonlySet<string> = new Set([
  ...['--allow-unauthenticated', '--allow-insecure-repositories', '--force-yes', '--force-bad-verify'],
  ...[
    '--nogpgcheck',
    '--no-gpgcheck',
    '--no-gpgchecks',
    '--no-gpg-check',
    '--no-gpg-checks',
    '--nosignature',
  ],
  ...['--allow-unsigned-rpm', '--gpg-auto-import-keys', '--allow-untrusted', '--no-check-certificate'],
  ...[
    '--trusted-host',
    '--allow-insecure-host',
    '--insecure',
    '--proxy-insecure',
    '--no-strict-ssl',
    '--ignore-certs',
  ],
  ...['--disable-gpg-verify', '--insecure-skip-tls-verify', '--disable-content-trust', '--no-verify-ssl'],
  ...[
    '--trust-server-cert',
    '--unsafely-ignore-certificate-errors',
    '--skip-integrity-check',
    '--allow-insecure-registry',
  ],
  ...['-SkipCertificateCheck', '--nodigest'],
]);
/** Letters of curl that take what follows as their value. */
const curlValue = /[AbcCdDeEFhHKmoPQrtTuUwxXyYz]/;

function insecureOptions({ program, args }: Invocation): readonly string[] {
  const words = args.map(({ text }) => text);
  const named = words.flatMap((text) => {
    const option = text.replace(/=.*$/s, '');
    return insecure.has(option) && !(program === 'curl' && option === '--insecure') ? [option] : [];
  });
  const curl = program === 'curl' && words.some((text) => text === '--insecure' || hasLetter(text, 'k'));
  const hg = program === 'conda' && words.includes('-k');
  return [...named, ...(curl ? ['curl --insecure'] : []), ...(hg ? ['--insecure'] : [])];
}

/** Whether a cluster of short options of curl holds a letter. */
function hasLetter(text: string, letter: string): boolean {
  if (!/^-[A-Za-z0-9#:]/.test(text)) return false;
  const end = text.search(curlValue);
  return (end === -1 ? text : text.slice(0, end)).includes(letter);
}
