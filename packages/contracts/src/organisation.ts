import { z } from 'zod';
import { record } from './field.js';
import { roles } from './roles.js';
import type { Role } from './roles.js';
import { count, day, division, line, organisation, reference } from './values.js';

/** A care contract between a station and a partner; access ends `accessDays` after the last custody interval under it. */
export const contract = z.strictObject({
  id: record('合同编号', 'Contract', reference()).schema,
  station: record('救助站', 'Station', organisation()).schema,
  partner: record('托养机构', 'Care partner', organisation()).schema,
  from: record('起始日', 'First day', day()).schema,
  to: record('截止日', 'Last day', day()).schema,
  accessDays: record('查阅宽限天数', 'Days of access after the last custody interval', count(366)).schema,
});
export type Contract = z.output<typeof contract>;

export const organisationEntry = z.strictObject({
  id: record('机构编号', 'Organisation', organisation()).schema,
  role: record('机构类别', 'Kind', z.enum(Object.keys(roles) as [Role, ...Role[]])).schema,
  name: record('名称', 'Name', line()).schema,
  division: record('区划代码', 'Division (GB/T 2260)', division()).schema,
});
export type Organisation = z.output<typeof organisationEntry>;

/** The organisation register: who is who, and who may place with whom. Data of the installation, not events. */
export const registerSchema = z.strictObject({ organisations: z.array(organisationEntry), contracts: z.array(contract).default([]) });
export type RegisterData = z.output<typeof registerSchema>;
