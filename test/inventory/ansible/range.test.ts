import { describe, expect, it } from 'vitest';
import { expandHosts } from '../../../src/inventory/ansible/range.ts';
import { parsePythonLiteral } from '../../../src/inventory/ansible/python-literal.ts';

describe('a host pattern of Ansible', () => {
  it.each([
    ['web', ['web'], undefined],
    ['web:22', ['web'], 22],
    ['w[08:11]', ['w08', 'w09', 'w10', 'w11'], undefined],
    ['w[1:10:4].x:5', ['w1.x', 'w5.x', 'w9.x'], 5],
    ['w[:2]', ['w0', 'w1', 'w2'], undefined],
    ['c[a:e:2]x[1:2]', ['cax1', 'cax2', 'ccx1', 'ccx2', 'cex1', 'cex2'], undefined],
    ['n[y:B]', ['ny', 'nz', 'nA', 'nB'], undefined],
    ['[2001:db8::1]:33', ['2001:db8::1'], 33],
    ['2001:db8::1', ['2001:db8::1'], undefined],
    ['[1:3]', ['1', '2', '3'], undefined],
  ])('%s', (pattern, names, port) => {
    expect(expandHosts(pattern)).toEqual({ names, port });
  });

  it.each(['w[', 'w[]', 'w[2:1]', 'w[01:100]', 'w[a:5]', 'w[1:5:0]', 'w[1:2:3:4]', 'w[b:a]'])(
    'is refused: %s',
    (pattern) => {
      expect(expandHosts(pattern)).toHaveProperty('expected');
    },
  );
});

describe('a value of an INI inventory', () => {
  it.each([
    ['22', 22],
    ['-1.5', -1.5],
    ['0022', '0022'],
    ['22 # comment', 22],
    ['True', true],
    ['true', 'true'],
    ['None', null],
    ["'it\\'s'", "it's"],
    ["['a', ('b',), {'k': 1,}]", ['a', ['b'], { k: 1 }]],
    ["{'a': 1} x", "{'a': 1} x"],
    ['10.0.0.1', '10.0.0.1'],
    ['[', '['],
    ['['.repeat(10_000), '['.repeat(10_000)],
    ['a=b', 'a=b'],
  ])('%j', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });
});
