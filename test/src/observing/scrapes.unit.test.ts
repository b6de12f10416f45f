import { readFileSync } from 'node:fs';
import { portOffsets } from '@guitu/service-kit';
import { parse } from 'yaml';
import { fileOf } from '../docs/document.js';

interface Scrapes {
  readonly scrape_configs: readonly {
    readonly static_configs: readonly { readonly targets: readonly string[]; readonly labels?: { readonly process: string } }[];
    readonly metric_relabel_configs?: readonly { readonly source_labels: readonly string[]; readonly regex: string; readonly action: string }[];
  }[];
}

const scrapesOf = (file: string): Scrapes => parse(readFileSync(fileOf(`infra/observability/${file}`), 'utf8')) as Scrapes;
const targetsOf = ({ static_configs }: Scrapes['scrape_configs'][number]): readonly string[] => static_configs.flatMap(({ targets }) => targets);
const target = (offset: number): string => `127.0.0.1:${4_100 + offset}`;

test('of a hub in one process every service is scraped, and what is the process\'s own is kept from one page', () => {
  const jobs = scrapesOf('prometheus.yml').scrape_configs;
  const { vault, relay, ...services } = portOffsets;
  expect(jobs.flatMap(targetsOf).toSorted()).toEqual(Object.values(services).map(target).toSorted());
  expect(jobs.flatMap(targetsOf)).not.toContain(target(vault));
  expect(jobs.flatMap(targetsOf)).not.toContain(target(relay));
  expect(jobs.filter(({ metric_relabel_configs }) => metric_relabel_configs === undefined).flatMap(targetsOf)).toEqual([target(portOffsets.issuer)]);
});

test('of a hub of processes every process is scraped under its name, and nothing of any page is dropped', () => {
  const jobs = scrapesOf('prometheus-distributed.yml').scrape_configs;
  const named = jobs.flatMap(({ static_configs }) => static_configs.map(({ targets, labels }) => [labels?.process, ...targets]));
  expect(named.toSorted()).toEqual(Object.entries(portOffsets).map(([name, offset]) => [name, target(offset)]).toSorted());
  expect(jobs.flatMap(({ metric_relabel_configs }) => metric_relabel_configs ?? [])).toEqual([]);
});
