#!/usr/bin/env node
// Runs the command line on the pinned Node, whatever Node called this.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const cli = join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '../src/main/cli.ts');
const major = Number.parseInt(process.versions.node, 10);

if (major >= 26) {
  process.argv[1] = cli;
  await import(cli);
} else {
  const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node');
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}
