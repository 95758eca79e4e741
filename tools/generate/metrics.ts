/** The tables of docs/metrics.md, from the descriptions that /metrics shows as well. */
import { join } from 'node:path';
import { type DescribedFamily, figureFamilies } from '../../broker/src/telemetry/figure-descriptions.ts';
import { code, fillTables, table } from './markdown.ts';

export async function generateMetrics(root: string): Promise<Map<string, string>> {
  const areas = new Map<string, DescribedFamily[]>();
  for (const figure of figureFamilies()) {
    const [area = ''] = figure.name.split('_');
    areas.set(area, [...(areas.get(area) ?? []), figure]);
  }
  const tables = [...areas].map(([area, figures]) => {
    const rows = figures.map(({ name, kind, about }) => [code(`pipit_${name}`), kind, about]);
    return [
      `### ${area}\n\n${table(['metric', 'kind', 'meaning'], rows)}\n`,
      ...figures.flatMap(membersOf),
    ].join('\n');
  });
  const path = join(root, 'docs', 'metrics.md');
  return new Map([[path, fillTables(path, { metrics: `\n${tables.join('\n')}` })]]);
}

function membersOf({ name, members }: DescribedFamily): string[] {
  const all = Object.entries(members);
  if (all.length === 0) return [];
  const placeholder = /[A-Z]+/.exec(name)![0];
  // Two families of percentiles, or of reasons, need it once.
  if (name.includes('_p95_') || name.startsWith('device_closed')) return [];
  return [
    `${code(placeholder)} is ${all.map(([member, about]) => `${code(member)} (${about})`).join(', ')}.\n`,
  ];
}
