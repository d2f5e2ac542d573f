import { readFileSync, writeFileSync } from 'node:fs';
import { type Machine, machineLine } from './machine.ts';
import { median, type Row, ratioOf, type Series } from './measure.ts';

/** All that one call of the benches found. */
export interface Report {
  readonly command: string;
  readonly at: string;
  readonly seconds: number;
  readonly seed: number;
  readonly quick: boolean;
  readonly machine: Machine;
  /** Load of the last minute when it ended, our own included. */
  readonly load_after: number;
  readonly rows: readonly Row[];
  readonly remarks: readonly string[];
}

/** A figure as it is read: two or three digits that count, no more. */
const figure = (n: number): string => {
  if (!Number.isFinite(n)) return '–';
  if (Math.abs(n) >= 1000) return Math.round(n).toLocaleString('en-US');
  if (Math.abs(n) < 0.1) return n.toPrecision(2);
  return n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toFixed(2);
};

const seriesCell = (all: Series): string => {
  const series = all.filter(Number.isFinite);
  if (series.length === 0 || series.length < all.length) return '–';
  return `${figure(median(series))} (${figure(Math.min(...series))}–${figure(Math.max(...series))})`;
};

const ratioCell = (row: Row): string => {
  if (row.theirs.length === 0 || ![...row.ours, ...row.theirs].every(Number.isFinite)) return '–';
  const { median: middle, least, most } = ratioOf(row);
  return `**${figure(middle)}** (${figure(least)}–${figure(most)})`;
};

const lineOf = (row: Row): string =>
  `| ${[row.bench, row.what, `${row.unit}${row.less ? ' ↓' : ''}`, seriesCell(row.ours), row.mark, seriesCell(row.theirs), ratioCell(row), row.target ?? ''].join(' | ')} |`;

const HEAD =
  '| bench | what | unit | ours | mark | theirs | ours ÷ theirs | target |\n| --- | --- | --- | --- | --- | --- | --- | --- |';

/** The report as Markdown: machine, table, remarks. */
export const markdown = (report: Report): string => {
  const { command, at, seconds, seed, machine, load_after, rows, remarks } = report;
  const head = `\`${command}\`, ${at.slice(0, 16).replace('T', ' ')} UTC, ${Math.round(seconds)} s, seed ${seed}. ${machineLine(machine)}; load at the end ${load_after.toFixed(2)}, our own included.`;
  const notes = remarks.map((remark) => `- ${remark}`).join('\n');
  return [head, '', HEAD, ...rows.map(lineOf), '', notes, ''].join('\n');
};

const PLACE = /<!-- measured: ([a-z -]+) -->\n.*?(?=<!-- \/measured -->)/gs;

/** Puts the report into a page: each of its places, which names its benches, gets those; one of which only some were run, or none, stays as it is. */
export const publish = (page: string, report: Report, ran: readonly string[]): void => {
  const text = readFileSync(page, 'utf8');
  let places = 0;
  const written = text.replaceAll(PLACE, (before, of: string) => {
    const names = of.split(' ');
    if (!names.every((name) => ran.includes(name))) return before;
    places++;
    const rows = report.rows.filter(({ bench }) => names.includes(bench));
    const remarks = report.remarks.filter((remark) => names.some((name) => remark.startsWith(`${name}: `)));
    return `<!-- measured: ${of} -->\n${markdown({ ...report, rows, remarks })}`;
  });
  if (places === 0) throw new Error(`${page} has no place for ${ran.join(' ')}: run all the benches that one names`);
  writeFileSync(page, written);
};
