import type { Organisation, RegisterData, Role } from '@guitu/contracts';
import { createRegister } from '../register.js';

/** Short names as the protocol's walks use them, so that a test reads like its text. */
export const sample = {
  P: ['police-jintai', 'police', '金台公安分局', '610303'],
  P2: ['police-weibin', 'police', '渭滨公安分局', '610302'],
  H: ['hospital-baoji', 'hospital', '宝鸡市人民医院', '610303'],
  H2: ['hospital-baoji-mind', 'hospital', '宝鸡市精神卫生中心', '610302'],
  S: ['station-baoji', 'station', '宝鸡市救助管理站', '610300'],
  S2: ['station-changde', 'station', '常德市救助管理站', '430700'],
  S3: ['station-zhuzhou', 'station', '株洲市救助管理站', '430200'],
  T1: ['station-xian', 'station', '西安市救助管理站', '610100'],
  T2: ['station-wuhan', 'station', '武汉市救助管理站', '420100'],
  E: ['care-weihe', 'elder-care', '渭河托养中心', '610300'],
  E2: ['care-qinling', 'elder-care', '秦岭托养中心', '610300'],
  E3: ['care-none', 'elder-care', '无合同托养中心', '610300'],
  CJ: ['civil-jintai', 'civil-affairs', '金台区民政局', '610303'],
  C: ['civil-baoji', 'civil-affairs', '宝鸡市民政局', '610300'],
  CP: ['civil-shaanxi', 'civil-affairs', '陕西省民政厅', '610000'],
  O: ['civil-wuling', 'civil-affairs', '武陵区民政局', '430702'],
  O2: ['civil-liling', 'civil-affairs', '醴陵市民政局', '430281'],
  O3: ['civil-meixian', 'civil-affairs', '眉县民政局', '610326'],
  OC: ['civil-changde', 'civil-affairs', '常德市民政局', '430700'],
  OZ: ['civil-zhuzhou', 'civil-affairs', '株洲市民政局', '430200'],
  OP: ['civil-hunan', 'civil-affairs', '湖南省民政厅', '430000'],
  A: ['audit-shaanxi', 'audit', '陕西省审计厅', '610000'],
  D: ['data-protection', 'data-protection', '个人信息保护负责人', '610000'],
} as const satisfies Record<string, readonly [id: string, role: Role, name: string, division: string]>;
export type Who = keyof typeof sample;
export const everybody = Object.keys(sample) as Who[];

export const idOf = (who: Who): string => sample[who][0];
export const roleOf = (who: Who): Role => sample[who][1];
export const divisionOf = (who: Who): string => sample[who][3];
const names = new Map(everybody.map((who) => [idOf(who), who]));
/** Short name of an organisation of the sample; its id where it has none. */
export const whoIs = (organisation: string): string => names.get(organisation) ?? organisation;

export const sampleData: RegisterData = {
  organisations: everybody.map((who): Organisation => ({ id: idOf(who), role: roleOf(who), name: sample[who][2], division: divisionOf(who) })),
  contracts: [
    { id: 'weihe-2013', station: idOf('S'), partner: idOf('E'), from: '2013-01-01', to: '2013-12-31', accessDays: 30 },
    { id: 'qinling-2013', station: idOf('S'), partner: idOf('E2'), from: '2013-01-01', to: '2014-12-31', accessDays: 10 },
  ],
};
export const sampleRegister = createRegister(sampleData);
