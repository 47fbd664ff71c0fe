import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { askHidden, hasTerminal } from '../../src/ssh/prompt.ts';

describe('asking on a terminal', () => {
  it('reads a line with corrections and shows none of it', async () => {
    // script(1) opens a real terminal; what is typed into it arrives here, what is shown comes back.
    const script = spawn('script', ['-qfc', 'tty; sleep 10', '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let shown = '';
    const device = await new Promise<string>((resolve) => {
      script.stdout.on('data', (chunk: Buffer) => {
        shown += chunk.toString();
        const name = /\/dev\/pts\/\d+/.exec(shown)?.[0];
        if (name !== undefined) resolve(name);
      });
    });
    const answer = askHidden('Secret? ', device);
    script.stdin.write('pass\u007f\u007fßword\r');
    expect(await answer).toBe('paßword');
    script.kill();
    expect(shown).toContain('Secret? ');
    expect(shown).not.toContain('word');
  });

  it('has no answer without a terminal', async () => {
    expect(hasTerminal('/nonexistent')).toBe(false);
    expect(await askHidden('?', '/nonexistent')).toBeUndefined();
  });
});
