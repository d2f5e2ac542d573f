#!/usr/bin/env node
// Runs the command line on the pinned Node, whatever Node called this.
import { spawn } from 'node:child_process';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What is compiled once is kept, for all processes and threads (docs/decisions/0025-compile-cache.md). Where it cannot be written, they go on without.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/isp', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= 26) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import('../src/main/cli.ts');
} else {
  const cli = fileURLToPath(new URL('../src/main/cli.ts', import.meta.url));
  const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node');
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}
