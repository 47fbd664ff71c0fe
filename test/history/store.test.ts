import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryOf, parseEntry } from '../../src/history/entry.ts';
import { pastOf } from '../../src/history/past.ts';
import { readHistory } from '../../src/history/read.ts';
import { comparableReports, recordRun } from '../../src/history/store.ts';
import type { Report } from '../../src/result/types.ts';
import { found, reportOf, resultOf, waived } from '../diff/make.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-history-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const index = () => join(folder, 'history.jsonl');
const scopeOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const run = (id: string, scope = 'a', names: readonly string[] = ['x']): Report =>
  reportOf(
    {
      web: resultOf(
        'fail',
        names.map((name) => found(name)),
      ),
    },
    { id, scope: scopeOf(scope) },
  );
const record = async (report: Report, keep = 30) => recordRun(await readHistory(folder), report, keep);
const ids = async () => (await readHistory(folder)).entries.map((entry) => entry.id);

describe('a history', () => {
  it('keeps runs with their reports, for their owner alone', async () => {
    await record(run('one'));
    await record(run('two'));
    expect(await ids()).toEqual(['one', 'two']);
    const stored = JSON.parse(readFileSync(join(folder, 'runs/two/report.json'), 'utf8')) as Report;
    expect(stored.run.id).toBe('two');
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one', 'two']);
  });

  it('compares with the runs of the same scope that are kept, the latest first', async () => {
    for (const [id, scope] of [
      ['one', 'a'],
      ['two', 'a'],
      ['three', 'b'],
    ] as const)
      await record(run(id, scope));
    const before = async (id: string) => comparableReports(await readHistory(folder), entryOf(run(id)));
    const path = (id: string) => join(folder, 'runs', id, 'report.json');
    expect(await before('four')).toEqual([path('two'), path('one')]);
    expect(await before('two')).toEqual([path('one')]);
    rmSync(join(folder, 'runs/two'), { recursive: true });
    expect(await before('four')).toEqual([path('one')]);
  });

  it('compares a fleet that gained or lost hosts with what it was, and a few of its hosts with nothing', async () => {
    const fleet = (id: string, ...names: readonly string[]): Report =>
      reportOf(Object.fromEntries(names.map((name) => [name, resultOf('pass')])), { id, scope: scopeOf(id) });
    await record(fleet('old', 'a', 'b', 'c'));
    await record(fleet('limited', 'a'));
    const compared = async (report: Report) =>
      (await comparableReports(await readHistory(folder), entryOf(report))).map((path) =>
        path.split('/').at(-2),
      );
    expect(await compared(fleet('grown', 'a', 'b', 'c', 'd'))).toEqual(['old']);
    expect(await compared(fleet('shrunk', 'b', 'c'))).toEqual(['old']);
    expect(await compared(fleet('one', 'b'))).toEqual([]);
    const other = fleet('other', 'a', 'b', 'c');
    expect(
      await compared({
        ...other,
        run: { ...other.run, policy: { ...other.run.policy, benchmarks: ['cis-docker-1.6.0'] } },
      }),
    ).toEqual([]);
    expect(await compared({ ...other, checks: [] })).toEqual([]);
  });

  it('drops the oldest reports of the scope, and no line of the index', async () => {
    await record(run('other', 'b'), 2);
    for (const id of ['one', 'two', 'three', 'four']) await record(run(id), 2);
    expect(readdirSync(join(folder, 'runs')).sort()).toEqual(['four', 'other', 'three']);
    expect(await ids()).toEqual(['other', 'one', 'two', 'three', 'four']);
  });

  it('keeps no run twice', async () => {
    expect(await record(run('one'))).toBe(true);
    expect(await record(run('one'))).toBe(false);
    expect(await ids()).toEqual(['one']);
  });

  it('survives a crash between the run and the index, and in the middle of either', async () => {
    await record(run('one'));
    mkdirSync(join(folder, 'runs/.new'));
    writeFileSync(join(folder, 'runs/.new/report.json'), '{"schemaVer');
    mkdirSync(join(folder, 'runs/lost'));
    appendFileSync(index(), '{"id":"two","sta');
    expect(await readHistory(folder)).toMatchObject({ entries: [{ id: 'one' }], unreadable: 1 });
    await record(run('three'));
    expect(await ids()).toEqual(['one', 'three']);
    expect(existsSync(join(folder, 'runs/.new'))).toBe(false);
  });

  it('takes no path from the index', () => {
    const line = JSON.stringify({ ...entryOf(run('x')), id: '../../etc' });
    expect(parseEntry(line)).toBeNull();
  });

  it('reads lines that are longer than a piece of the file', async () => {
    const long = { ...entryOf(run('long')), failing: Array.from({ length: 40_000 }, (_, at) => `f${at}`) };
    writeFileSync(index(), `${JSON.stringify(long)}\n\n${JSON.stringify({ ...long, id: 'again' })}`);
    const { entries, unreadable } = await readHistory(folder);
    expect(entries.map(({ id, failures }) => [id, failures])).toEqual([
      ['long', 40_000],
      ['again', 40_000],
    ]);
    expect(unreadable).toBe(0);
  });

  it('keeps what failed in mind for the last runs of each scope only: a fleet has much of it', async () => {
    for (let at = 0; at < 12; at++) await record(run(`a${at}`, 'a', ['x', 'y']), 1);
    await record(run('b', 'b', ['x']), 1);
    const { entries } = await readHistory(folder);
    const of = (scope: string) => entries.filter((entry) => entry.scope === scope);
    expect(of(scopeOf('a')).map(({ failing }) => failing.length)).toEqual([
      0,
      0,
      ...Array<number>(10).fill(2),
    ]);
    expect(of(scopeOf('a')).every(({ failures }) => failures === 2)).toBe(true);
    expect(of(scopeOf('b')).map(({ failing }) => failing.length)).toEqual([1]);
  });

  it('says so when it cannot be written', async () => {
    const history = { folder: '/dev/null', entries: [], unreadable: 0 };
    await expect(recordRun(history, run('one'), 1)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    writeFileSync(join(folder, 'runs'), '');
    await expect(record(run('one'))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });
});

describe('pastOf', () => {
  const entry = (id: string, names: readonly string[], scope = 'a') => entryOf(run(id, scope, names));

  it('makes a trend of the runs of the same scope', () => {
    const past = pastOf([entry('1', ['x']), entry('2', ['x'], 'b'), entry('3', [])], entry('4', ['x']));
    expect(past.trend.map((point) => point.id)).toEqual(['1', '3', '4']);
    const many = Array.from({ length: 40 }, (_, index) => entry(`r${index}`, []));
    expect(pastOf(many, entry('now', [])).trend).toHaveLength(30);
    expect(pastOf(many, entry('now', [])).trend.at(-1)?.id).toBe('now');
  });

  it('calls flapping what came and went three times', () => {
    const fingerprint = entry('1', ['x', 'y']).failing[0] ?? '';
    const after = (...runs: readonly (readonly string[])[]) =>
      pastOf(
        runs.slice(0, -1).map((names, at) => entry(`${at}`, names)),
        entry('now', runs.at(-1) ?? []),
      );
    expect(after(['x', 'y'], ['y'], ['x', 'y'], ['y']).isFlapping(fingerprint)).toBe(true);
    expect(after(['x', 'y'], ['y'], ['x', 'y']).isFlapping(fingerprint)).toBe(false);
    expect(after(['x', 'y'], ['x', 'y'], ['y'], ['y']).isFlapping(fingerprint)).toBe(false);
  });

  it('does not count what is waived as failing', () => {
    const accepted = reportOf({ web: resultOf('fail', [found('x')], waived) });
    expect(entryOf(accepted)).toMatchObject({ failing: [], waived: 1, fail: 0 });
  });
});
