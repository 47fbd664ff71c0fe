import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument, visit, isScalar, type Document } from 'yaml';
import { playbook } from '../../../src/fix/ansible/playbook.ts';
import { planFixes, stepsOf } from '../../../src/fix/plan.ts';
import type { HostResult } from '../../../src/result/types.ts';
import { hostileReport } from '../hostile.ts';
import { auditedState, everything, sampleReport } from '../sample.ts';
import type { Sample } from '../sample.ts';

const file = new URL('../../../templates/ansible/playbook.yml', import.meta.url);
const templates = { 'ansible/playbook.yml': readFileSync(file, 'utf8') };

interface Task {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly [key: string]: unknown;
}

interface Play {
  readonly hosts: string | readonly string[];
  readonly vars: { readonly plimsoll_hosts: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly tasks: readonly Task[];
}

/** As Ansible reads it: YAML 1.1. */
function parsed(text: string): { readonly document: Document; readonly play: Play } {
  const document = parseDocument(text, { version: '1.1', customTags: [{ tag: '!unsafe', resolve: String }] });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  const [play] = document.toJS() as [Play];
  return { document, play };
}

function textOf(samples: readonly Sample[], host: Partial<HostResult> = {}): string {
  return playbook(sampleReport(samples, host).report, templates);
}

describe('playbook', () => {
  it('has a task for every step of the plan, found by check and by number', () => {
    const { report, host } = sampleReport(everything);
    const { play } = parsed(playbook(report, templates));
    for (const { id, cis } of stepsOf(planFixes(report, host))) {
      const tasks = play.tasks.filter(({ tags }) => Array.isArray(tags) && tags.includes(id));
      expect(tasks, id).toHaveLength(1);
      expect(tasks[0]?.tags).toEqual([id, cis]);
    }
    expect(play.hosts).toEqual(['web-01']);
  });

  it('asks for modules of ansible.builtin only', () => {
    const modules = [...textOf(everything).matchAll(/^ +(?:- )?([a-z_]+\.[a-z_]+\.[a-z_]+):/gm)];
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.filter(([, name]) => !name?.startsWith('ansible.builtin.'))).toEqual([]);
  });

  it('holds what the script would do', () => {
    const { play } = parsed(textOf(everything, { audited: auditedState('{\n  "debug": true\n}\n') }));
    expect(play.vars.plimsoll_hosts['web-01']).toMatchObject({
      above: ['/', '/run', '/etc', '/etc/docker'],
      files: { 'sock-mode': ['/run/docker.sock'], 'json-owner': ['/etc/docker/daemon.json'] },
      rules: { 'audit-etc': ['-w /etc/docker -p wa -k docker'] },
      limits: { pids: [{ name: 'web', audited: ['pids 0', 'pids -1'], wanted: 'pids 50' }] },
      daemon: {
        effects: { icc: 'restart', 'live-restore': 'reload' },
        members: [
          { text: '  "debug": true' },
          { text: '  "icc": false', with: ['icc'] },
          { text: '  "live-restore": true', with: ['live-restore'] },
        ],
      },
    });
    const [mode] = play.tasks.filter(({ tags }) => tags?.includes('sock-mode'));
    expect(mode?.['ansible.builtin.file']).toMatchObject({ mode: 'u-xs,g-xs,o-rwx,a-t', follow: false });
  });

  it('keeps a daemon.json as it is written, over several lines and with tabs', () => {
    const member = '\t"log-opts": {\n\t\t"tag": "{{ \'a\' }}: #",\n\n\t\t"max-size": "10m"\n\t}';
    const { play } = parsed(textOf(everything, { audited: auditedState(`{\n${member}\n}\n`) }));
    const { daemon } = play.vars.plimsoll_hosts['web-01'] as { daemon: { members: object[] } };
    expect(daemon.members[0]).toEqual({ text: member });
  });

  it('keeps what may disturb behind its variable', () => {
    const { play } = parsed(textOf(everything));
    const guarded = play.tasks.filter((task) => JSON.stringify(task).includes('plimsoll_allow_disruptive'));
    expect(guarded.map(({ tags }) => tags)).toEqual([
      ['icc', '2.2'],
      ['pids', '5.29'],
    ]);
  });

  it('is guarded for the fleet where one host wants it guarded', () => {
    const sample: Sample = { id: 'modes', fix: { mode: '0644' }, subjects: ['file:/etc/a'] };
    const { report, host } = sampleReport([sample]);
    const careful = host.results.map((result) => ({
      ...result,
      fix: { ...result.fix, kind: 'guarded' as const },
    }));
    const hosts = [host, { ...host, name: 'web-02', results: careful }];
    expect(playbook({ ...report, hosts }, templates)).toContain(
      'if plimsoll_allow_disruptive | bool else []',
    );
  });

  it('is the same for the same report, and printable ASCII whatever the host says', () => {
    const { report } = hostileReport('/srv/x');
    expect(playbook(report, templates)).toBe(playbook(report, templates));
    for (const text of [playbook(report, templates), textOf(everything), textOf([])]) {
      expect(text).toMatch(/^[\t\n\x20-\x7e]*$/);
    }
  });

  it('marks every text from a host as not to be expanded', () => {
    const named = {
      ...hostileReport("/srv/{{ lookup('pipe', 'touch CANARY') }}{% raw %}").host,
      name: 'web-01',
    };
    const { report } = hostileReport("/srv/{{ lookup('pipe', 'touch CANARY') }}{% raw %}");
    const text = playbook({ ...report, hosts: [named] }, templates);
    const { document } = parsed(text);
    const seen: string[] = [];
    visit(document, (_key, node) => {
      if (isScalar(node) && String(node.value).includes('CANARY')) seen.push(node.tag ?? 'no tag');
    });
    expect(seen.length).toBeGreaterThan(10);
    expect(new Set(seen)).toEqual(new Set(['!unsafe']));
  });

  it('leaves out what Ansible would change: a dollar sign in a path', () => {
    const subjects = ['file:/etc/$HOME', 'file:/etc/other'];
    const text = textOf([{ id: 'modes', fix: { mode: '0644' }, subjects }]);
    expect(parsed(text).play.vars.plimsoll_hosts['web-01']?.['files']).toEqual({ modes: ['/etc/other'] });
    expect(text).toContain('#     - file:/etc/$HOME');
  });

  it.each([['web[0:9]'], ['all,!web'], ['127.0.0.1:2222'], ['~.*'], ["x'\nhosts: all"]])(
    'does nothing on a host called %j, and says so',
    (name) => {
      const text = textOf(everything, { name });
      expect(parsed(text).play.hosts).toBe('localhost');
      expect(text).toContain('Ansible would read its name as a pattern');
    },
  );

  it.each([['on'], ['1e3'], ['10.0.0.1'], ['2001:db8::1'], ['12:30:45']])('keeps the name %s', (name) => {
    const { play } = parsed(textOf(everything, { name }));
    expect([play.hosts, Object.keys(play.vars.plimsoll_hosts)]).toEqual([[name], [name]]);
  });

  it('says what it leaves to a person, and how it is done', () => {
    const text = textOf(everything);
    expect(text).toContain('#   privileged (5.5): it needs a person to decide and do it\n');
    expect(text).toContain('#     - container:web\n');
    expect(text).toContain('#     Start it without.\n');
  });

  it('is a playbook without fixes where there is nothing to do', () => {
    expect(parsed(textOf([])).play).toMatchObject({ hosts: 'localhost' });
  });
});
