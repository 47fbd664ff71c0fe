import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixScript } from '../../src/fix/fix-script.ts';
import type { HostResult } from '../../src/result/types.ts';
import { hostileReport } from './hostile.ts';
import { auditedState, everything, sampleReport, templates } from './sample.ts';
import type { Sample } from './sample.ts';

function script(samples: readonly Sample[], host: Partial<HostResult> = {}): string {
  const sample = sampleReport(samples, host);
  return fixScript(sample.report, sample.host, templates);
}

describe('templates/fix', () => {
  it('print every value through a helper', () => {
    for (const [name, text] of Object.entries(templates)) {
      const raw = [...text.matchAll(/\{\{([^}]*)\}\}/g)]
        .map((match) => match[1] ?? '')
        .filter((inner) => !/^(sh|comment|heredoc) [\w./]+$|^[#/](if|each)\b|^else$|^> \w+$/.test(inner));
      expect(raw, name).toEqual([]);
      expect(text, name).not.toContain('{{{');
    }
  });

  it('use no way of running data as code', () => {
    for (const text of Object.values(templates)) expect(text).not.toMatch(/\beval\b|\bsh -c\b|^\s*\. /m);
  });
});

describe('fixScript', () => {
  it('is 7-bit and closed by main, whatever the names', () => {
    const { report, host } = hostileReport('/tmp/x');
    for (const text of [fixScript(report, host, templates), script(everything), script([])]) {
      expect(text).toMatch(/^#!\/bin\/sh\n[\t\n\x20-\x7e]*\nmain "\$@"\n$/);
    }
  });

  it('is the same for the same report', () => {
    expect(script(everything)).toBe(script(everything));
  });

  it('says in its head what it is for, what it does and what it leaves', () => {
    const head = script(everything, { state: 'partial' }).split('\nset -eu\n')[0];
    for (const line of [
      '# host:       web-01 (10.0.0.11:22)',
      '# run:        unit-run',
      '# audited:    2026-11-23T02:00:13Z',
      '# fixes:      4 automatic, 2 guarded, left to you: 1',
      '# note:       the host was not audited whole: partial',
      '#   icc (2.2) guarded',
      '# How long it lasts:',
      '#   icc (2.2)',
      '#     Breaks what talks.',
      '#   privileged (5.5): it needs a person to decide and do it',
      '#     - container:web',
    ]) {
      expect(head).toContain(`\n${line}\n`);
    }
    expect(head).toMatch(/--apply.*\n.*--rollback/);
  });

  it('has no comment about a host that does anything where it is pasted, comments or not', () => {
    const { report, host } = hostileReport('/tmp/x');
    const text = fixScript(report, host, templates);
    const [head = ''] = text.split('\nset -eu\n');
    const [left = ''] = /\n: <<'PLIMSOLL_[^]*_EOF\n/.exec(text) ?? [];
    const comments = `${head}${left}`.match(/^ *#(?!!).*/gm) ?? [];
    expect(left).toContain('# What is left to you');
    expect(comments.filter((line) => /[$`;|&<>!'{}*?[\]]|\S\(|\\$/.test(line))).toEqual([]);
    // zsh takes comments for commands where it is typed into.
    if (spawnSync('zsh', ['-c', ':']).status !== 0) return;
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-zsh-'));
    for (const pasted of [comments.join('\n'), `${head}\n${left}`]) {
      const zsh = spawnSync('zsh', ['-f', '-i', '-s'], { cwd: folder, input: `${pasted}\necho the end\n` });
      expect(zsh.stdout.toString()).toContain('the end');
      expect(readdirSync(folder)).toEqual([]);
    }
    rmSync(folder, { recursive: true });
  });

  it('wraps and numbers every fix', () => {
    const text = script(everything);
    const begins = [...text.matchAll(/^ {2}# BEGIN fix \((\d\/6)\) (\S+) (.*)$/gm)].map((match) =>
      match.slice(1),
    );
    expect(begins.map(([position]) => position)).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
    expect(begins[4]).toEqual(['5/6', 'icc', 'cis=2.2 guarded disruption=high restart=true']);
    expect(text.match(/^ {2}# END fix \S+$/gm)).toHaveLength(6);
  });

  it('lists everything, with how to do what it leaves', () => {
    const list = execFileSync('sh', ['-s', '--', '--list'], {
      input: script(everything),
      encoding: 'utf8',
    });
    expect(list).toContain('- /run/docker.sock: mode within 0660');
    expect(list).toContain('- icc = false');
    expect(list).toContain('mind: Breaks what talks.');
    expect(list).toContain('how: Start it without.');
    expect(list).toContain('- container:web');
  });

  it('tells how a guarded fix is done by hand where the script leaves it out, and knows what moves the data', () => {
    const remap: Sample = {
      id: 'remap',
      cis: '2.10',
      fix: {
        kind: 'guarded',
        daemonJson: { 'userns-remap': 'default' },
        steps: ['docker save -o a.tar \\*'],
      },
    };
    const text = script([{ id: 'icc', fix: { daemonJson: { icc: false } } }, remap]);
    const list = execFileSync('sh', ['-s', '--', '--list'], { input: text, encoding: 'utf8' });
    expect(list).toContain('    - userns-remap = "default"\n');
    expect(list).toContain('    by hand: docker save -o a.tar \\*\n');
    expect(text).toContain('\n# --- remap (2.10)\n');
    expect(text).toContain("\nDAEMON_MOVES='2/userns '\n");
    const there = script([remap], { audited: auditedState('{"userns-remap": "default"}') });
    expect(there).toContain("\nDAEMON_MOVES='-/userns '\n");
    expect(script(everything)).toContain("\nDAEMON_MOVES=''\n");
  });

  it('keeps long lists of subjects short', () => {
    const subjects = Array.from({ length: 500 }, (_, index) => `container:c${index}`);
    expect(script([{ id: 'many', fix: { kind: 'advice' }, subjects }])).toContain('#     - and 490 more\n');
  });

  it('has nothing to do on a host without failures, and on one that was not reached', () => {
    for (const host of [{}, { state: 'unreachable', audited: null, collectedAt: null } as const]) {
      const run = spawnSync('sh', ['-s', '--', '--apply'], { input: script([], host), encoding: 'utf8' });
      expect(run.stdout).toContain('nothing to do');
      expect(run.stdout).toContain('RECAP changed=0 ok=0 skipped=0 failed=0 restart_needed=0');
      expect(run.status).toBe(0);
    }
  });

  it.each([
    ['10.0.0.11:22', "plimsoll audit -H '10.0.0.11:22'"],
    ['[fe80::1]:2222', "plimsoll audit -H '[fe80::1]:2222'"],
    ['local', 'plimsoll audit --local'],
    ["x' $(id)", 'plimsoll audit -i INVENTORY --limit web-01'],
  ])('tells how to audit %s again', (address, command) => {
    const text = script([{ id: 'icc', fix: { daemonJson: { icc: false } } }], {
      address,
      audited: auditedState(),
    });
    expect(text).toContain(`printf 'audit again: %s%s\\n' '${command.replaceAll("'", `'\\''`)}' "$again"`);
  });
});
