import { ABSOLUTE_PATH, ADDRESS, NAME, USER } from './words.ts';

const files = {
  type: ['string', 'array'],
  minLength: 1,
  minItems: 1,
  items: { type: 'string', minLength: 1, description: 'a file name' },
  description: 'a file name or a list of them; ~ is the home folder, relative to the inventory file',
} as const;

const address = {
  type: 'string',
  maxLength: 255,
  pattern: ADDRESS,
  description: 'a host name or IP address without a port',
};
const port = { type: 'integer', minimum: 1, maximum: 65535, description: 'a port number, 1 to 65535' };
const user = { type: 'string', maxLength: 255, pattern: USER, description: 'a user name' };
const name = {
  type: 'string',
  maxLength: 255,
  pattern: NAME,
  description: 'a name of letters, digits, ".", "_", ":" and "-"',
};

const hostKeyAlias = {
  type: 'string',
  maxLength: 255,
  pattern: ADDRESS,
  description: 'the name that known_hosts files have for the host',
};
const identitiesOnly = {
  type: 'boolean',
  description: 'true or false; true: of the keys in the agent, offer only those of identityFile',
};

const jump = {
  type: ['string', 'object', 'null'],
  minLength: 1,
  properties: { address, port, user, identityFile: files, knownHosts: files, hostKeyAlias, identitiesOnly },
  required: ['address'],
  additionalProperties: false,
  description:
    '"[user@]host[:port]", the name of a host of this inventory, several of these with commas between them (the last ' +
    'is next to the host), an object with an address, or none',
};

const labels = {
  type: 'object',
  additionalProperties: { type: 'string', description: 'text (quote numbers and booleans)' },
  description: 'labels: names with a text each',
};

const parameters = { type: 'object', description: 'parameters of checks: names with a value each' };

/** What defaults, groups and hosts have in common. */
const settings = {
  port,
  user,
  identityFile: files,
  knownHosts: files,
  hostKeyAlias,
  identitiesOnly,
  jump,
  sudo: { type: ['boolean', 'string'], enum: [true, false, 'doas'], description: 'true, false or "doas"' },
  pty: {
    type: 'boolean',
    description: 'true or false; true: run on a terminal, for sudo or doas that want one',
  },
  dockerSocket: { type: 'string', pattern: ABSOLUTE_PATH, description: 'an absolute path on the host' },
  transport: {
    type: 'string',
    enum: ['ssh', 'openssh', 'local'],
    description: '"ssh", "openssh" (the ssh client of this machine) or "local"',
  },
  labels,
};

const groupList = { type: 'array', items: name, description: 'a list of group names' };

const hostSettings = { address, ...settings, parameters };

const groupHosts = {
  type: ['object', 'array'],
  items: name,
  propertyNames: name,
  additionalProperties: {
    type: ['object', 'null'],
    properties: hostSettings,
    additionalProperties: false,
    description: 'the settings of the host, or nothing',
  },
  description: 'a list of host names, or host names with settings',
};

/** The inventory file, as `plimsoll schema inventory` prints it. */
export const inventorySchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'plimsoll inventory',
  type: 'object',
  description: 'an object with defaults, parameters, groups and hosts',
  additionalProperties: false,
  properties: {
    defaults: {
      type: 'object',
      properties: settings,
      additionalProperties: false,
      description: 'settings for every host',
    },
    parameters: { ...parameters, description: 'parameters of checks for the whole fleet' },
    groups: {
      type: 'object',
      propertyNames: name,
      description: 'group names with settings',
      additionalProperties: {
        type: ['object', 'null'],
        properties: { ...settings, parameters, hosts: groupHosts },
        additionalProperties: false,
        description: 'the settings of the group',
      },
    },
    hosts: {
      type: 'object',
      propertyNames: name,
      description: 'host names with settings',
      additionalProperties: {
        type: ['object', 'null'],
        properties: { ...hostSettings, groups: groupList },
        additionalProperties: false,
        description: 'the settings of the host, or nothing',
      },
    },
  },
} as const;
