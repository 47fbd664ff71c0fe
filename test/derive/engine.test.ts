import { describe, expect, it } from 'vitest';
import { rowOf, rowsOf } from './bundle.ts';

describe('what answers on the socket', () => {
  const version = (name: string): string => JSON.stringify({ Server: { Components: [{ Name: name }] } });

  it.each(['docker.containers', 'docker.daemon', 'docker.images', 'docker.networks', 'docker.storage'])(
    "is not judged as Docker where it is Podman's service: %s",
    (table) => {
      expect(rowsOf(table, { 'docker.version': version('Podman Engine') })).toBe('NOT_DOCKER');
      expect(rowsOf(table, { 'docker.version': version('Engine') })).not.toBe('NOT_DOCKER');
    },
  );

  it("nor where the command is podman under docker's name", () => {
    const info = JSON.stringify({ host: { conmon: {} }, store: {}, version: { Version: '4.3.1' } });
    expect(rowsOf('docker.containers', { 'docker.info': info })).toBe('NOT_DOCKER');
    expect(rowOf('docker.daemonSettings', 'name', 'experimental', { 'docker.info': info }).value).toBe(
      '<NOT_DOCKER>',
    );
  });
});

describe('the configuration file', () => {
  const setting = (files: string) =>
    rowOf('docker.daemonSettings', 'name', 'userland-proxy', { files, 'daemon.config': '' }).value;

  it('is absent only where it was looked for and not found', () => {
    const directories = ['/', '/etc', '/etc/docker'].map((path) => `lstat 41ed 0 0 root root 1 0 ${path}`);
    const stats = directories.map((line) => line.replace('lstat', 'stat'));
    const seen = [...directories, ...stats, 'absences listed'].join('\n');
    expect(setting(`${seen}\nabsent /etc/docker/daemon.json`)).toBe(true);
    expect(setting(seen)).toBe('<NOT_COLLECTED>');
  });
});
