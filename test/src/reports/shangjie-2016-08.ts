import type { AgencyRole, PersonDetails, RegisterData, RescueType, Signs } from '@guitu/contracts';

const entry = (id: string, role: AgencyRole | 'audit', division: string, name: string) => ({ id, role, division, name });

/** A county station of Henan, those it works with, and the offices that its people go home to. */
export const register: RegisterData = {
  organisations: [
    entry('police-shangjie', 'police', '410106', '上街分局'),
    entry('hospital-zhengzhou', 'hospital', '410100', '郑州市定点医院'),
    entry('station-shangjie', 'station', '410106', '上街区救助管理站'),
    entry('office-zhengzhou', 'civil-affairs', '410100', '郑州市民政局'),
    entry('office-gongyi', 'civil-affairs', '410181', '巩义市民政局'),
    entry('office-neixiang', 'civil-affairs', '411325', '内乡县民政局'),
    entry('audit-henan', 'audit', '410000', '河南省审计厅'),
  ],
  contracts: [],
};

/**
 * The monthly return of Shangjie district, Zhengzhou, for August 2016, as it was published (domain notes 6.7, P51): every row of the form that has a figure.
 * All other rows are blank, which is nobody; the average of days in station is blank as well.
 */
export const published = {
  total: 7,
  sex: { male: 4, female: 3 },
  age: { '19-59': 4, '60+': 3 },
  condition: { '3.1': 2, '3.3': 2, '3.4': 3 },
  origin: { '4.1': 6, '4.3': 1 },
  exit: { '5.2': 2, '5.6': 4, '5.9': 1 },
  rescueType: { '6.1': 1, '6.5': 5, '6.6': 1 },
} as const;

export interface Helped {
  readonly person: PersonDetails & { readonly age: NonNullable<PersonDetails['age']> };
  readonly signs: Signs;
  readonly rescueType: RescueType;
  /** Day of admission, and of the exit if there was one by the end of the month. */
  readonly admitted: string;
  readonly left?: string;
  /** How: a ticket, or an escort to this office. */
  readonly by?: 'ticket' | 'office-gongyi' | 'office-neixiang';
  readonly inHospital?: boolean;
}

const well: Signs = { impairment: false, mobilityImpaired: false };
const mind: Signs = { impairment: true, mobilityImpaired: false, mentalIllness: true, grounds: '情绪激动，答非所问' };
const memory: Signs = { impairment: true, mobilityImpaired: false, intellectualDisability: true, grounds: '不知年月，反复询问同一问题' };
const gongyi = { division: '410181', estimated: false };
const neixiang = { division: '411325', estimated: false };

/** The return gives the sums; who of the seven is which is ours, as are the days. Two of them were there when the month began: the form counts those served. */
export const seven: readonly Helped[] = [
  { person: { sex: '1', age: { from: 30, to: 35 }, origin: gongyi }, signs: well, rescueType: '6.5', admitted: '2016-08-02', left: '2016-08-03', by: 'ticket' },
  { person: { sex: '2', age: { birthDate: '1990-02-11' }, origin: neixiang }, signs: well, rescueType: '6.5', admitted: '2016-08-09', left: '2016-08-10', by: 'ticket' },
  { person: { sex: '1', age: { from: 40, to: 50 }, origin: neixiang }, signs: mind, rescueType: '6.1', admitted: '2016-07-28', left: '2016-08-16', by: 'office-neixiang', inHospital: true },
  { person: { sex: '2', age: { from: 45, to: 55 }, origin: gongyi }, signs: mind, rescueType: '6.5', admitted: '2016-08-11', left: '2016-08-18', by: 'office-gongyi' },
  { person: { sex: '1', age: { birthDate: '1941-06-05' }, origin: gongyi }, signs: memory, rescueType: '6.5', admitted: '2016-08-15', left: '2016-08-17', by: 'office-gongyi' },
  { person: { sex: '1', age: { from: 65, to: 75 }, origin: neixiang }, signs: memory, rescueType: '6.5', admitted: '2016-08-22', left: '2016-08-31', by: 'office-neixiang' },
  { person: { sex: '2', age: { from: 70, to: 80 } }, signs: memory, rescueType: '6.6', admitted: '2016-05-20' },
];

/** Whom the return of August must not count: gone before it began, and come after it ended. */
export const neighbours: readonly Helped[] = [
  { person: { sex: '1', age: { from: 20, to: 25 }, origin: gongyi }, signs: well, rescueType: '6.5', admitted: '2016-07-30', left: '2016-07-31', by: 'ticket' },
  { person: { sex: '2', age: { from: 20, to: 25 }, origin: gongyi }, signs: well, rescueType: '6.5', admitted: '2016-09-01', left: '2016-09-02', by: 'ticket' },
];
