import { isObject, type Json } from '../../lib/json.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { visible } from '../../lib/text.ts';
import { hopOfCommand } from '../hops.ts';
import type { Flaw } from '../host.ts';
import type { RawSettings } from '../settings.ts';
import { ABSOLUTE_PATH, isAddress, isUser } from '../words.ts';
import { parseSshArguments, type SshArguments } from './ssh-arguments.ts';
import type { Variable, Variables } from './tree.ts';

type Setting = keyof RawSettings;

/** The settings that a host's variables come to. */
export interface AnsibleSettings {
  readonly settings: RawSettings;
  /** Where each setting is stated. */
  readonly origins: ReadonlyMap<Setting, () => string>;
  readonly flaws: readonly Flaw[];
  /** What was left out. */
  readonly notices: readonly string[];
}

/** Gives a value, or says what was expected instead. */
type Reading = { readonly value: unknown } | { readonly expected: string };

interface Meaning {
  /** Names of the variable, the one that counts first: for Ansible that is the older one. */
  readonly names: readonly string[];
  readonly setting: Setting;
  readonly read: (value: Json) => Reading;
}

const text =
  (isRight: (text: string) => boolean, expected: string) =>
  (value: Json): Reading => {
    const found = typeof value === 'number' ? String(value) : value;
    return typeof found === 'string' && isRight(found) ? { value: found } : { expected };
  };

function readPort(value: Json): Reading {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  const isPort = typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65535;
  return isPort ? { value: port } : { expected: 'a port number, 1 to 65535' };
}

function readConnection(value: Json): Reading {
  const name = typeof value === 'string' ? value.replace(/^ansible\.(?:builtin|netcommon)\./, '') : '';
  if (name === 'local') return { value: 'local' };
  if (['ssh', 'smart', 'paramiko', 'paramiko_ssh'].includes(name)) return { value: 'ssh' };
  return { expected: 'ssh or local: plimsoll has no other connection' };
}

function readLabels(value: Json): Reading {
  const isMap = isObject(value) && Object.values(value).every((label) => typeof label === 'string');
  return isMap ? { value } : { expected: 'names with a text each (quote numbers and booleans)' };
}

const meanings: readonly Meaning[] = [
  {
    names: ['ansible_ssh_host', 'ansible_host'],
    setting: 'address',
    read: text(isAddress, 'a host name or IP address without a port'),
  },
  { names: ['ansible_ssh_port', 'ansible_port'], setting: 'port', read: readPort },
  { names: ['ansible_ssh_user', 'ansible_user'], setting: 'user', read: text(isUser, 'a user name') },
  {
    names: ['ansible_ssh_private_key_file', 'ansible_private_key_file'],
    setting: 'identityFile',
    read: text((file) => file !== '', 'a file name'),
  },
  { names: ['ansible_connection'], setting: 'transport', read: readConnection },
  {
    names: ['plimsoll_docker_socket'],
    setting: 'dockerSocket',
    read: text((path) => new RegExp(ABSOLUTE_PATH, 'u').test(path), 'an absolute path on the host'),
  },
  { names: ['plimsoll_labels'], setting: 'labels', read: readLabels },
  {
    names: ['plimsoll_parameters'],
    setting: 'parameters',
    read: (value) =>
      isObject(value) ? { value } : { expected: 'parameters of checks: names with a value each' },
  },
];

const ownNames = meanings.flatMap(({ names }) => names).filter((name) => name.startsWith('plimsoll_'));

/**
 * Translates the variables of one host. What counts is what ssh makes of the command line of Ansible: the first of a
 * setting, `ansible_ssh_args` before the variables of their own before all other arguments; identity files add up.
 */
export function toSettings(variables: Variables): AnsibleSettings {
  const settings: Partial<Record<Setting, unknown>> = {};
  const origins = new Map<Setting, () => string>();
  const flaws: Flaw[] = [];
  const notices: string[] = [];
  const set = (setting: Setting, value: unknown, { at }: Variable): void => {
    const known = settings[setting];
    if (setting === 'identityFile') settings[setting] = [known ?? [], value].flat();
    else settings[setting] = known ?? value;
    if (!origins.has(setting)) origins.set(setting, at);
  };
  const complain: Complain = (name, { at }, message, setting) =>
    flaws.push({ text: `${at()}: ${visible(name, 60)}: ${message}`, ...(setting && { setting }) });
  const take = { set, complain, note: (text: string) => notices.push(text) };
  readArguments('ansible_ssh_args', variables, take);
  for (const { names, setting, read } of meanings) {
    const name = names.find((candidate) => variables.has(candidate));
    const variable = name && usable(name, variables, complain);
    if (name === undefined || !variable) continue;
    const reading = read(variable.value);
    if ('value' in reading) set(setting, reading.value, variable);
    else complain(name, variable, `expected ${reading.expected}, found ${show(variable.value)}`, setting);
  }
  readArguments('ansible_ssh_common_args', variables, take);
  readArguments('ansible_ssh_extra_args', variables, take);
  readBecome(variables, set, complain);
  for (const [name, variable] of variables)
    if (name.startsWith('plimsoll_') && !ownNames.includes(name))
      complain(name, variable, `unknown variable${didYouMean(name, ownNames)}`);
  return { settings: settings as RawSettings, origins, flaws, notices };
}

const NO_COMMAND =
  'of ProxyCommand only "ssh -W %h:%p [user@]host" is understood, as a jump host; another one needs --transport openssh and an entry in ssh_config';

type Take = (setting: Setting, value: unknown, variable: Variable) => void;
type Complain = (name: string, variable: Variable, message: string, setting?: Setting) => unknown;

/** The variable, unless it would have to be computed or decrypted first. */
function usable(name: string, variables: Variables, complain: Complain): Variable | undefined {
  const variable = variables.get(name);
  if (variable === undefined) return undefined;
  const hint = 'plimsoll computes and decrypts nothing: write the value out';
  if (variable.isVaulted) return void complain(name, variable, `the value is vaulted; ${hint}`);
  const isTemplated = /\{\{|\{%/.test(JSON.stringify(variable.value));
  return isTemplated ? void complain(name, variable, `the value is a template; ${hint}`) : variable;
}

/** Reads the arguments for ssh in a variable. */
function readArguments(
  name: string,
  variables: Variables,
  {
    set,
    complain,
    note,
  }: { readonly set: Take; readonly complain: Complain; readonly note: (text: string) => unknown },
): void {
  const variable = usable(name, variables, complain);
  if (variable === undefined || variable.value === '' || variable.value === null) return;
  const found = parseSshArguments(asText(variable.value));
  if ('expected' in found) return void complain(name, variable, found.expected);
  const { notices, ...words } = found;
  for (const notice of notices) note(`${variable.at()}: ${name}: ${notice}`);
  for (const [setting, value] of argumentSettings(words, name, variable, complain))
    set(setting, value, variable);
}

function argumentSettings(
  { port, identitiesOnly, proxyCommand, ...found }: Omit<SshArguments, 'notices'>,
  name: string,
  variable: Variable,
  complain: Complain,
): readonly [Setting, unknown][] {
  const settings: [Setting, unknown][] = Object.entries(found) as [Setting, unknown][];
  if (proxyCommand !== undefined) {
    const jump = hopOfCommand(proxyCommand);
    if (jump === undefined) complain(name, variable, `${NO_COMMAND}, found ${show(proxyCommand)}`, 'jump');
    else settings.push(['jump', jump]);
  }
  if (identitiesOnly !== undefined) settings.push(['identitiesOnly', /^(?:yes|true)$/.test(identitiesOnly)]);
  if (found.user !== undefined && !isUser(found.user))
    complain(name, variable, 'expected a user name in User');
  if (port === undefined) return settings;
  const reading = readPort(port);
  if ('expected' in reading) complain(name, variable, `expected ${reading.expected} in Port`);
  else settings.push(['port', reading.value]);
  return settings;
}

function readBecome(variables: Variables, set: Take, complain: Complain): void {
  const become = usable('ansible_become', variables, complain);
  if (become === undefined) return;
  const answer = typeof become.value === 'boolean' ? become.value : truth(asText(become.value));
  if (answer === undefined) return void complain('ansible_become', become, 'expected true or false');
  if (!answer) return set('sudo', false, become);
  const user = usable('ansible_become_user', variables, complain);
  if (user !== undefined && user.value !== 'root')
    complain('ansible_become_user', user, `expected root, found ${show(user.value)}`);
  const method = usable('ansible_become_method', variables, complain);
  const name = asText(method?.value ?? 'sudo').replace(/^(?:ansible\.builtin|community\.general)\./, '');
  if (method !== undefined && name !== 'sudo' && name !== 'doas')
    return void complain(
      'ansible_become_method',
      method,
      `expected sudo or doas, found ${show(method.value)}`,
    );
  set('sudo', name === 'doas' ? 'doas' : true, become);
}

function asText(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What Ansible takes for true and false. */
function truth(word: string): boolean | undefined {
  if (/^(?:y|yes|on|1|true|t|1\.0)$/i.test(word)) return true;
  return /^(?:n|no|off|0|false|f|0\.0)$/i.test(word) ? false : undefined;
}

function show(value: Json): string {
  return visible(JSON.stringify(value), 60);
}
