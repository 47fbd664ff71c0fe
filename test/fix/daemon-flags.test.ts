import { describe, expect, it } from 'vitest';
import { isReloadable, keysSetByFlags } from '../../src/fix/daemon-flags.ts';

describe('keysSetByFlags', () => {
  it.each([
    ['--icc=false', 'icc'],
    ['--icc', 'icc'],
    ['icc', 'icc'],
    ['--log-level', 'log-level'],
    ['--log-level debug', 'log-level'],
    ['-l', 'log-level'],
    ['-ldebug', 'log-level'],
    ['-l=debug', 'log-level'],
    ['-D', 'debug'],
    ['debug', 'debug'],
    ['-H', 'hosts'],
    ['--host=fd://', 'hosts'],
    ['--insecure-registry=x', 'insecure-registries'],
    ['--default-ulimit', 'default-ulimits'],
    ['--log-opt=max-size=10m', 'log-opts'],
    ['--constructor', 'constructor'],
  ])('%s sets %s', (flag, key) => {
    expect([...keysSetByFlags([flag])]).toEqual([key]);
  });
});

describe('isReloadable', () => {
  it('knows what SIGHUP applies', () => {
    expect(['debug', 'live-restore', 'max-concurrent-uploads'].every(isReloadable)).toBe(true);
    expect(['icc', 'no-new-privileges', 'userland-proxy', 'log-level'].some(isReloadable)).toBe(false);
  });
});
