import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { part, record } from '../field.js';
import { findingsIn, ourLanguage } from './check-fields.js';

const by = [{ roles: ['police' as const], as: ['custodian' as const] }];
const event = (fields: Parameters<typeof defineEvent>[1]['fields'], titles = { zh: '事件', en: 'Event' }) => ({ events: [defineEvent('thing', { ...titles, by, fields })], commands: [] });

describe('every field', () => {
  test('of every event and command of the hub has its titles and its data class', () => {
    expect(findingsIn(ourLanguage)).toEqual([]);
  });

  test.each([
    ['without a Chinese title', event({ code: record('', 'Code', z.string()) }), ['event thing.code has no Chinese title']],
    ['with English in the place of Chinese', event({ code: record('Code', 'Code', z.string()) }), ['event thing.code has no Chinese title']],
    ['without an English title', event({ code: record('代码', '代码', z.string()) }), ['event thing.code has no English title']],
    ['without a data class', event({ code: { ...record('代码', 'Code', z.string()), dataClass: '' as 'record' } }), ['event thing.code has no data class']],
    ['with an untitled part', event({ size: record('大小', 'Size', z.strictObject({ width: z.number().optional() })) }), ['event thing.size.width has no English title', 'event thing.size.width has no Chinese title']],
    ['with an untitled part in a list', event({ sizes: record('大小', 'Sizes', z.array(z.strictObject({ width: z.number() })).optional()) }), ['event thing.sizes.width has no English title', 'event thing.sizes.width has no Chinese title']],
    ['with an untitled part in one of its forms', event({ size: record('大小', 'Size', z.union([z.string(), z.strictObject({ width: part('宽', '', z.number()) })])) }), ['event thing.size.width has no English title']],
    ['of an event without titles', event({}, { zh: '', en: '' }), ['event thing has no English title', 'event thing has no Chinese title']],
  ])('%s is found', (_what, language, findings) => {
    expect(findingsIn(language)).toEqual(findings);
  });

  test('of a command is found where it has neither titles nor class', () => {
    const body = z.strictObject({ mode: z.string() });
    expect(findingsIn({ events: [], commands: [{ name: 'do', zh: '做', en: 'Do it', body }] })).toEqual(['command do.mode has no English title', 'command do.mode has no Chinese title', 'command do.mode has no data class']);
  });

  test('is checked by a program whose exit code says the same', () => {
    expect(execFileSync(process.execPath, [fileURLToPath(new URL('./check-fields.js', import.meta.url))], { encoding: 'utf8' })).toBe('');
  });
});
