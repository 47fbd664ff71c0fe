import { describe, expect, it } from 'vitest';
import { planFixes } from '../../src/fix/plan.ts';
import type { Plan } from '../../src/fix/types.ts';
import type { AuditedContainer, AuditedState, CheckResult, HostResult } from '../../src/result/types.ts';
import { auditedState, containerOf, sampleReport } from './sample.ts';
import type { Sample } from './sample.ts';

function plan(samples: readonly Sample[], host: Partial<HostResult> = {}): Plan {
  const sample = sampleReport(samples, host);
  return planFixes(sample.report, sample.host);
}

function reasons({ advice }: Plan): Record<string, string> {
  return Object.fromEntries(advice.map(({ id, reason }) => [id, reason]));
}

const icc: Sample = { id: 'icc', fix: { kind: 'guarded', daemonJson: { icc: false } } };

describe('planFixes', () => {
  it('takes failed checks only, and none that an active waiver covers', () => {
    const waiver = { id: 'W-1', reason: '', expires: '', state: 'active' } as const;
    const fix = { mode: '0644' };
    const subjects = ['file:/a'];
    const samples: Sample[] = [
      { id: 'failed', fix, subjects },
      { id: 'waived', fix, subjects, result: { waiver } },
      { id: 'expired', fix, subjects, result: { waiver: { ...waiver, state: 'expired' } } },
      ...(['pass', 'error', 'manual', 'notApplicable'] as const).map((outcome): Sample => ({
        id: outcome.toLowerCase(),
        fix,
        subjects,
        result: { outcome },
      })),
    ];
    expect(plan(samples).files.map(({ id }) => id)).toEqual(['failed', 'expired']);
    expect(plan(samples).advice).toEqual([]);
  });

  it('leaves out what a waiver covers although the check fails because of others', () => {
    const sample = sampleReport([{ id: 'm', fix: { mode: '0644' }, subjects: ['file:/a', 'file:/b'] }]);
    const [result] = sample.host.results;
    const findings = result?.findings.map((one) =>
      one.subject === 'file:/a' ? { ...one, waiver: 'W-1' } : one,
    );
    const results = [{ ...result, findings } as CheckResult];
    const { files } = planFixes(sample.report, { ...sample.host, results });
    expect(files[0]?.actions).toMatchObject([{ path: '/b' }]);
  });

  it('removes the bits that may not stay, special bits included unless they are to be kept', () => {
    const modes = ['0644', '0755', '0400', '0660', '7660'].map((mode) => ({
      id: `m${mode}`,
      fix: { mode },
      subjects: ['file:/a'],
    }));
    expect(plan(modes).files.map(({ actions }) => actions[0])).toMatchObject([
      { keep: '0644', remove: 'u-xs,g-wxs,o-wx,a-t' },
      { keep: '0755', remove: 'u-s,g-ws,o-w,a-t' },
      { keep: '0400', remove: 'u-wxs,g-rwxs,o-rwx,a-t' },
      { keep: '0660', remove: 'u-xs,g-xs,o-rwx,a-t' },
      { keep: '7660', remove: 'u-x,g-x,o-rwx' },
    ]);
  });

  it('names a path once, and leaves to a person what a script may not touch', () => {
    const subjects = ['file:/a', 'file:/a', 'file:/b\nrm -rf /', 'file:relative', 'container:x', 'file:/'];
    const { files, advice } = plan([{ id: 'modes', fix: { mode: '0644' }, subjects }]);
    expect(files[0]?.actions).toMatchObject([{ path: '/a' }]);
    expect(advice[0]?.subjects).toEqual(subjects.slice(2));
  });

  it.each(['0999', '4755', 'u+x', '644; id', ''])('refuses the mode %j', (mode) => {
    expect(plan([{ id: 'm', fix: { mode }, subjects: ['file:/a'] }]).files).toEqual([]);
  });

  it.each(['root', 'root:root;id', '-R:root', '$(id):root'])('refuses the owner %j', (owner) => {
    expect(plan([{ id: 'o', fix: { owner }, subjects: ['file:/a'] }]).files).toEqual([]);
  });

  it('writes audit rules for plain paths only', () => {
    const rootless = 'audit:/run/user/1000/docker.sock';
    const subjects = ['audit:/etc/docker/', 'audit:/run/a b', 'audit:/x"y', rootless, 'audit:/usr/bin/runc'];
    const { audit, advice } = plan([{ id: 'w', fix: { auditRule: 'awr' }, subjects }]);
    expect(audit[0]?.actions).toEqual([
      { kind: 'audit', path: '/etc/docker', permissions: 'rwa' },
      { kind: 'audit', path: '/usr/bin/runc', permissions: 'rwa' },
    ]);
    // What lies below /run/user is not there at boot, when rules are loaded.
    expect(advice[0]?.subjects).toEqual(['audit:/run/a b', 'audit:/x"y', rootless]);
  });

  describe('limits of containers', () => {
    const limit = (dockerUpdate: NonNullable<CheckResult['fix']['dockerUpdate']>): Sample => ({
      id: 'limit',
      fix: { kind: 'guarded', dockerUpdate: { pids: { $param: 'x' } } },
      subjects: ['container:web'],
      result: { fix: { kind: 'guarded', disruption: 'low', restart: false, dockerUpdate } },
    });
    const on = (container: Partial<AuditedContainer>, dockerUpdate = { pids: 50 }) =>
      plan([limit(dockerUpdate)], {
        audited: { ...auditedState(), containers: [containerOf('web', container)] },
      });
    const compose = { tool: 'compose', scope: 'shop', name: 'web', container: '', files: [] } as const;

    it.each([
      [{ pids: 50 }, { setting: 'pids', audited: '0', wanted: '50' }],
      [
        { memory: 8388608, swap: 100 },
        { setting: 'memory', audited: '0:0', wanted: '8388608:8388708' },
      ],
      [{ cpuShares: 512 }, { setting: 'cpu-shares', audited: '0', wanted: '512' }],
      [{ retries: 5 }, { setting: 'restart', audited: 'no:0', wanted: 'on-failure:5' }],
    ])('%j', (values, action) => {
      const { id } = containerOf('web');
      const { containers, advice } = plan([limit(values)]);
      expect(containers[0]?.actions).toEqual([{ kind: 'container', container: id, name: 'web', ...action }]);
      expect(advice).toEqual([]);
    });

    it.each([
      ['owned by compose', { owner: compose }, 'compose project shop, service web would undo it'],
      ['of an older bundle', { limits: null }, 'not collected'],
      ['with an id of its own making', { id: '--all' }, 'unusual'],
      ['of another name', { name: 'other' }, 'not among the audited'],
    ])('leaves a container %s to a person', (_, container, reason) => {
      const { containers, advice } = on(container);
      expect(containers).toEqual([]);
      expect(advice).toMatchObject([
        { reason: expect.stringContaining(reason), subjects: ['container:web'] },
      ]);
    });

    it.each([{ pids: 0 }, { memory: 1000 }, { cpuShares: 1024 }, { cpuShares: 1 }, { retries: 6 }])(
      'refuses %j, which Docker would not take or the check would not pass',
      (values) => {
        expect(plan([limit(values)])).toMatchObject({ containers: [], advice: [{ id: 'limit' }] });
      },
    );

    it('does not choose between two containers of one name', () => {
      const containers = [containerOf('web'), containerOf('web', { id: 'f'.repeat(64) })];
      expect(plan([limit({ pids: 50 })], { audited: { ...auditedState(), containers } }).containers).toEqual(
        [],
      );
    });
  });

  it('obeys the more careful of check and result', () => {
    const kinds = { disruption: 'high', restart: false } as const;
    const samples: Sample[] = [
      {
        id: 'a',
        fix: { mode: '0644' },
        subjects: ['file:/a'],
        result: { fix: { kind: 'guarded', ...kinds } },
      },
      {
        id: 'b',
        fix: { mode: '0644' },
        subjects: ['file:/a'],
        result: { fix: { kind: 'advice', ...kinds } },
      },
      { id: 'c', fix: { kind: 'advice', mode: '0644' }, subjects: ['file:/a'] },
      { id: 'd', fix: { kind: 'automatic' }, subjects: ['file:/a'] },
    ];
    expect(plan(samples).files.map(({ id, summary }) => [id, summary.kind])).toEqual([['a', 'guarded']]);
    expect(Object.keys(reasons(plan(samples)))).toEqual(['b', 'c', 'd']);
  });

  it('leaves daemon.json to a person where it cannot be edited without loss, and says why', () => {
    const known = auditedState('{"icc":true}');
    const withConfig = (config: object): Partial<HostResult> => ({
      audited: { ...known, daemonConfig: { ...known.daemonConfig, ...config } } as AuditedState,
    });
    expect(reasons(plan([icc], { audited: null }))['icc']).toContain('not known');
    expect(reasons(plan([icc], withConfig({ text: null, withheld: 'it holds a secret' })))['icc']).toBe(
      'it holds a secret: write the settings into /etc/docker/daemon.json by hand',
    );
    expect(reasons(plan([icc], withConfig({ text: '{"icc":false}' })))['icc']).toContain('UTF-8');
    expect(reasons(plan([icc], withConfig({ path: '/etc/cron.d/x' })))['icc']).toContain('unusual');
    expect(reasons(plan([icc], { audited: auditedState('{"a":1,"a":2}') }))['icc']).toContain('twice');
    expect(reasons(plan([icc], { audited: auditedState('{"a":90071992547409930}') }))['icc']).toContain(
      'number',
    );
    expect(plan([icc], { audited: known }).daemon?.lines).toEqual(['-1   "icc":true', '+1   "icc": false']);
  });

  it('leaves a key alone that a flag sets, because dockerd would not start', () => {
    const audited = { ...auditedState(), dockerdFlags: ['--icc=true'] };
    const result = plan([icc, { id: 'lr', fix: { daemonJson: { 'live-restore': true } } }], { audited });
    expect(reasons(result)['icc']).toContain('icc is set by a flag');
    expect(result.advice.find(({ id }) => id === 'icc')?.steps).toContain('"icc": false');
    expect(result.settings.map(({ id }) => id)).toEqual(['lr']);
  });

  describe('with users remapped', () => {
    const remap: Sample = {
      id: 'remap',
      fix: { kind: 'guarded', daemonJson: { 'userns-remap': 'default' }, steps: ['docker save'] },
    };
    const with_ = (text: string | null, dockerdFlags: readonly string[] = []): Plan =>
      plan([remap, icc], { audited: { ...auditedState(text), dockerdFlags } });

    it('says what shows that the data root moved, and how to do it by hand', () => {
      const { daemon, settings } = with_(null);
      expect(daemon?.marks.get('remap')).toEqual({ mark: 1, effect: 'restart', reach: 'root:userns' });
      expect(settings[0]?.steps).toEqual(['docker save']);
    });

    it.each([
      ['{"features":{"containerd-snapshotter":true}}', [], 'the containerd image store'],
      [null, ['--feature', 'containerd-snapshotter'], 'the containerd image store'],
      [null, ['--feature=containerd-snapshotter=true'], 'the containerd image store'],
      [null, ['--rootless'], 'runs without root'],
      ['{"userns-remap":"app"}', [], 'names other users already'],
      [null, ['--userns-remap='], 'is set by a flag'],
    ])('leaves it to a person with %s and the flags %j', (text, flags, reason) => {
      const result = with_(text, flags);
      expect(reasons(result)['remap']).toContain(reason);
      expect(result.settings.map(({ id }) => id)).toEqual(['icc']);
    });

    it.each([
      ['{"features":{"containerd-snapshotter":false}}', []],
      ['{"userns-remap":""}', ['--feature=containerd-snapshotter=false', '--rootless=false']],
      ['{"userns-remap":"default"}', []],
    ])('does it with %s and the flags %j', (text, flags) => {
      expect(with_(text, flags).settings.map(({ id }) => id)).toEqual(['remap', 'icc']);
    });
  });

  it('lets two checks want the same value, but not two different ones', () => {
    const same = { id: 'same', fix: { daemonJson: { icc: false } } };
    const other = { id: 'other', fix: { daemonJson: { icc: true } } };
    const result = plan([icc, same, other]);
    expect(result.daemon?.lines).toEqual(['+1,2   "icc": false']);
    expect(reasons(result)).toEqual({ other: 'another fix wants a different value for icc' });
  });

  it('knows what the daemon needs to obey', () => {
    const samples = [
      icc,
      { id: 'lr', fix: { daemonJson: { 'live-restore': true } } },
      { id: 'both', fix: { daemonJson: { debug: false, 'log-level': 'info' } } },
      { id: 'there', fix: { daemonJson: { 'no-new-privileges': true } } },
    ];
    const { daemon } = plan(samples, {
      audited: auditedState('{"no-new-privileges":true,"log-level":"info"}'),
    });
    expect(Object.fromEntries([...(daemon?.marks ?? [])].map(([id, { effect }]) => [id, effect]))).toEqual({
      icc: 'restart',
      lr: 'reload',
      both: 'reload',
      there: 'none',
    });
  });

  it('advises where the id of a check is no plain word', () => {
    expect(plan([{ id: "x';id;'", fix: { mode: '0644' }, subjects: ['file:/a'] }])).toMatchObject({
      files: [],
      advice: [{ id: "x';id;'" }],
    });
  });
});
