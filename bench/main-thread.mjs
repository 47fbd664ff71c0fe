// Loaded before the program (node --import): writes how late its main thread was, and its memory, to the file in
// BENCH_FIGURES when it ends. Milliseconds and MiB.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const milliseconds = (nanoseconds) => Math.round(nanoseconds / 1e5) / 10;
process.on('exit', () => {
  const { p50, p99, max } = { p50: delay.percentile(50), p99: delay.percentile(99), max: delay.max };
  const figures = { p50: milliseconds(p50), p99: milliseconds(p99), max: milliseconds(max) };
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  writeFileSync(process.env['BENCH_FIGURES'], JSON.stringify({ ...figures, rss }));
});
