import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const root = new URL('../../../', import.meta.url);

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const mounted = z.union([z.string(), z.strictObject({ source: z.string(), target: z.string() })]);
const serviceSchema = z.object({
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), scalar).default({}),
  healthcheck: z.strictObject({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.number(), start_period: z.string() }),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  configs: z.array(mounted).default([]),
  secrets: z.array(mounted).default([]),
  restart: z.string(),
  read_only: z.boolean().default(false),
  tmpfs: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  depends_on: z.unknown().optional(),
  user: z.unknown().optional(),
  privileged: z.unknown().optional(),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
  configs: z.record(z.string(), z.strictObject({ file: z.string() })),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

export type ComposeService = z.output<typeof serviceSchema>;
export type Compose = z.output<typeof composeSchema>;

/** `docker-compose.yml`, with `${NAME:?why}` and `${NAME:-default}` filled in from these variables as Compose does. Throws where one is missing. */
export function readCompose(variables: Readonly<Record<string, string>> = { GUITU_ISSUER: 'https://hub.example', GUITU_ORGANISATIONS: 'organisations.json', GUITU_SECRETS: 'secrets' }): Compose {
  const text = readFileSync(new URL('docker-compose.yml', root), 'utf8');
  const filled = text.replaceAll(/\$\{(\w+)(:[?-])([^}]*)\}/gu, (_whole, name: string, kind: string, rest: string) => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (kind === ':?') throw new Error(`${name} is not set: ${rest}`);
    return rest;
  });
  return composeSchema.parse(parse(filled, { merge: true }));
}
