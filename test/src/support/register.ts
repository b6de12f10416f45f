import type { AgencyRole, RegisterData } from '@guitu/contracts';

const entry = (id: string, role: AgencyRole, division: string, name: string) => ({ id, role, division, name });

/** Sample organisations of the tests: one town whole, two more stations, relays on the way, and the offices of both sides at all three levels. */
export const organisations = [
  entry('police-baoji', 'police', '610300', '宝鸡市公安局'),
  entry('police-weibin', 'police', '610302', '渭滨分局'),
  entry('police-changde', 'police', '430700', '常德市公安局'),
  entry('hospital-baoji', 'hospital', '610300', '宝鸡市人民医院'),
  entry('hospital-mind', 'hospital', '610300', '宝鸡市精神卫生中心'),
  entry('station-baoji', 'station', '610300', '宝鸡市救助管理站'),
  entry('station-changde', 'station', '430700', '常德市救助管理站'),
  entry('station-zhuzhou', 'station', '430200', '株洲市救助管理站'),
  entry('station-xian', 'station', '610100', '西安市救助管理站'),
  entry('station-changsha', 'station', '430100', '长沙市救助管理站'),
  entry('care-taibai', 'elder-care', '610300', '太白托养中心'),
  entry('care-weihe', 'elder-care', '610300', '渭河养老院'),
  entry('office-weibin', 'civil-affairs', '610302', '渭滨区民政局'),
  entry('office-baoji', 'civil-affairs', '610300', '宝鸡市民政局'),
  entry('office-shaanxi', 'civil-affairs', '610000', '陕西省民政厅'),
  entry('office-dingcheng', 'civil-affairs', '430703', '鼎城区民政局'),
  entry('office-wuling', 'civil-affairs', '430702', '武陵区民政局'),
  entry('office-changde', 'civil-affairs', '430700', '常德市民政局'),
  entry('office-hunan', 'civil-affairs', '430000', '湖南省民政厅'),
] as const;
export type OrganisationId = (typeof organisations)[number]['id'];

/** Days of access that a partner keeps after its last custody interval. */
export const ACCESS_DAYS = 30;
export const contracts = {
  taibai: { id: 'care-2013-taibai', station: 'station-baoji', partner: 'care-taibai', from: '2013-01-01', to: '2013-06-30', accessDays: ACCESS_DAYS },
  weihe: { id: 'care-2013-weihe', station: 'station-baoji', partner: 'care-weihe', from: '2013-01-01', to: '2013-12-31', accessDays: ACCESS_DAYS },
} as const;

/** Offices that take part in no case. */
const offices: RegisterData['organisations'] = [
  { id: 'audit-shaanxi', role: 'audit', division: '610000', name: '陕西省审计厅' },
  { id: 'data-protection', role: 'data-protection', division: '610000', name: '个人信息保护办公室' },
];

export const register: RegisterData = { organisations: [...organisations, ...offices], contracts: Object.values(contracts) };

export const roleOf = (id: OrganisationId): (typeof organisations)[number]['role'] => {
  const found = organisations.find((organisation) => organisation.id === id);
  if (found === undefined) throw new RangeError(`no organisation ${id}`);
  return found.role;
};
