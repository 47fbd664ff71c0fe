import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument, visit, isScalar, type Document } from 'yaml';
import { playbook } from '../../../src/fix/ansible/playbook.ts';
import { fixScript } from '../../../src/fix/fix-script.ts';
import { planFixes, stepsOf } from '../../../src/fix/plan.ts';
import type { HostResult, Report } from '../../../src/result/types.ts';
import { hostileReport } from '../hostile.ts';
import { auditedState, everything, sampleReport, templates as scriptTemplates } from '../sample.ts';
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
  readonly vars: {
    readonly plimsoll_backup: string;
    readonly plimsoll_hosts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly plimsoll_wanted: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly tasks: readonly Task[];
}

/** As Ansible reads it: YAML 1.1. */
function parsed(text: string): { readonly document: Document; readonly play: Play } {
  const document = parseDocument(text, { version: '1.1', customTags: [{ tag: '!unsafe', resolve: String }] });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  const [play] = document.toJS() as [Play];
  return { document, play };
}

function textFor(report: Report): string {
  return playbook(report, templates, new Map(report.hosts.map(({ name }) => [name, `script-of-${name}`])));
}

function textOf(samples: readonly Sample[], host: Partial<HostResult> = {}): string {
  return textFor(sampleReport(samples, host).report);
}

describe('playbook', () => {
  it('has a task for every step of the plan, found by check and by number', () => {
    const { report, host } = sampleReport(everything);
    const { play } = parsed(textFor(report));
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
      script: 'script-of-web-01.sh',
      files: { 'sock-mode': ['/run/docker.sock'], 'json-owner': ['/etc/docker/daemon.json'] },
      rules: { 'audit-etc': ['-w /etc/docker -p wa -k docker'] },
      limits: { pids: [{ name: 'web', audited: ['pids 0', 'pids -1'], wanted: 'pids 50' }] },
      daemon: {
        settings: {
          icc: { effect: 'restart', bridge: '"com.docker.network.bridge.enable_icc": "false"' },
          'live-restore': { effect: 'reload' },
        },
        members: [
          { text: '  "debug": true' },
          { text: '  "icc": false', with: ['icc'] },
          { text: '  "live-restore": true', with: ['live-restore'] },
        ],
      },
    });
    expect(play.vars.plimsoll_wanted).toEqual({
      'sock-mode': {
        fine: '[^l][-r][-w]-[-r][-w]---- ',
        mode: 'u-xs,g-xs,o-rwx,a-t',
        socket: { SocketMode: '0660' },
      },
      'json-owner': {
        fine: '[^l][^ ]* root:root ',
        owner: 'root',
        group: 'root',
        socket: { SocketUser: 'root', SocketGroup: 'root' },
      },
    });
  });

  it('knows what would move the data of Docker', () => {
    const remap: Sample = {
      id: 'remap',
      fix: { kind: 'guarded', daemonJson: { 'userns-remap': 'default' } },
    };
    const { play } = parsed(textOf([remap]));
    const { daemon } = play.vars.plimsoll_hosts['web-01'] as { daemon: { settings: object } };
    expect(daemon.settings).toEqual({ remap: { effect: 'restart', root: 'userns' } });
  });

  it('writes the same drop-in as the script, in the same place', () => {
    const script = scriptTemplates['fix/socket.sh.hbs'] ?? '';
    const [, place = ''] = /^SOCKET_DROPIN=(.*)$/m.exec(script) ?? [];
    const [, heading = ''] = /^SOCKET_HEADING='(.*)'$/m.exec(script) ?? [];
    const { vars } = parsed(textOf(everything)).play as unknown as { vars: Record<string, string> };
    expect(vars['plimsoll_socket_dropin']).toBe(place);
    expect(vars['plimsoll_socket_unit']).toContain(`\nheading='${heading}'\n`);
  });

  it('keeps a daemon.json as it is written, over several lines and with tabs', () => {
    const member = '\t"log-opts": {\n\t\t"tag": "{{ \'a\' }}: #",\n\n\t\t"max-size": "10m"\n\t}';
    const { play } = parsed(textOf(everything, { audited: auditedState(`{\n${member}\n}\n`) }));
    const { daemon } = play.vars.plimsoll_hosts['web-01'] as { daemon: { members: object[] } };
    expect(daemon.members[0]).toEqual({ text: member });
  });

  it('keeps what was there before where the fix script of the host looks for it', () => {
    const { report, host } = sampleReport(everything, {}, 'run 7/$(id)');
    const { plimsoll_backup: folder } = parsed(textFor(report)).play.vars;
    expect(folder).toMatch(/^\/var\/backups\/plimsoll\/[0-9a-f]{32}$/);
    expect(fixScript(report, host, scriptTemplates)).toContain(`\nBACKUP='${folder}'\n`);
  });

  it('makes text also of no lines: of a template without any output, newer versions of Ansible make null', () => {
    const templated = Object.values(parsed(textOf(everything)).play.vars).filter(
      (value) => typeof value === 'string' && value.includes('{%'),
    );
    expect(templated.length).toBeGreaterThan(4);
    for (const value of templated) expect(value).toMatch(/^\{\{ '' \}\}/);
  });

  it('keeps what may disturb behind its variable', () => {
    const { play } = parsed(textOf(everything));
    const guarded = play.tasks.filter(({ when }) => when === 'plimsoll_allow_disruptive | bool');
    expect(guarded.map(({ tags }) => tags)).toEqual([
      ['pids', '5.29'],
      ['icc', '2.2'],
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
    const [task] = parsed(textFor({ ...report, hosts })).play.tasks.filter(({ tags }) =>
      tags?.includes('modes'),
    );
    expect(task?.['when']).toBe('plimsoll_allow_disruptive | bool');
  });

  it('is the same for the same report, and printable ASCII whatever the host says', () => {
    const { report } = hostileReport('/srv/x');
    expect(textFor(report)).toBe(textFor(report));
    for (const text of [textFor(report), textOf(everything), textOf([])]) {
      expect(text).toMatch(/^[\t\n\x20-\x7e]*$/);
    }
  });

  it('marks every text from a host as not to be expanded', () => {
    const named = {
      ...hostileReport("/srv/{{ lookup('pipe', 'touch CANARY') }}{% raw %}").host,
      name: 'web-01',
    };
    const { report } = hostileReport("/srv/{{ lookup('pipe', 'touch CANARY') }}{% raw %}");
    const text = textFor({ ...report, hosts: [named] });
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

  it('says what it leaves to a person, how it is done, and what guarded fixes disturb', () => {
    const text = textOf(everything);
    expect(text).toContain('#   privileged (5.5): it needs a person to decide and do it\n');
    expect(text).toContain('#     - container:web\n');
    expect(text).toContain('#     Start it without.\n');
    expect(text).toMatch(/#   icc: .*\n#     Breaks what talks\.\n/);
  });

  it('is a playbook without fixes where there is nothing to do', () => {
    expect(parsed(textOf([])).play).toMatchObject({ hosts: 'localhost' });
  });
});
