import { ancestors } from '@guitu/contracts';
import type { HospitalKind } from '../composition/profile.js';
import type { Random } from '../random.js';

/** The sample's station, and the offices above it. */
export const station = 'station-baoji';
export const bureau = 'civil-610300';
export const stationProvince = 'civil-610000';
export const stationDivision = '610300';
/** Asked for identities and DNA. */
export const cityPolice = 'police-baoji';

const streetPolice = ['police-baoji-weibin', 'police-baoji-jintai', 'police-baoji-chencang', 'police-baoji-railway', 'police-baoji-railway', 'police-baoji-xinshilu', 'police-baoji-qunzhonglu'] as const;
const partners = [['care-baoji-nanyuan', 'nanyuan-2010'], ['care-baoji-nanyuan', 'nanyuan-2010'], ['care-baoji-apartment', 'apartment-2012']] as const;

/** Stations on the way to a province, from 宝鸡: two for each escort that leaves the province. */
const ways: Readonly<Record<string, readonly [string, string]>> = {
  '62': ['station-tianshui', 'station-lanzhou'], '63': ['station-lanzhou', 'station-xining'], '64': ['station-lanzhou', 'station-yinchuan'], '65': ['station-lanzhou', 'station-urumqi'],
  '51': ['station-hanzhong', 'station-chengdu'], '50': ['station-hanzhong', 'station-chongqing'], '52': ['station-chongqing', 'station-guiyang'], '53': ['station-chengdu', 'station-kunming'],
  '11': ['station-xian', 'station-beijing'], '12': ['station-xian', 'station-tianjin'], '13': ['station-xian', 'station-shijiazhuang'], '14': ['station-xian', 'station-taiyuan'], '15': ['station-xian', 'station-hohhot'],
  '21': ['station-beijing', 'station-shenyang'], '22': ['station-beijing', 'station-changchun'], '23': ['station-beijing', 'station-harbin'],
  '31': ['station-zhengzhou', 'station-shanghai'], '32': ['station-zhengzhou', 'station-nanjing'], '33': ['station-zhengzhou', 'station-hangzhou'], '34': ['station-zhengzhou', 'station-hefei'],
  '35': ['station-wuhan', 'station-fuzhou'], '36': ['station-wuhan', 'station-nanchang'], '37': ['station-zhengzhou', 'station-jinan'], '41': ['station-xian', 'station-zhengzhou'], '42': ['station-xian', 'station-wuhan'],
  '43': ['station-wuhan', 'station-changsha'], '44': ['station-changsha', 'station-guangzhou'], '45': ['station-changsha', 'station-nanning'], '46': ['station-guangzhou', 'station-haikou'],
};

const officeIn = (division: string): string => `civil-${division}`;

/** Who acts for whom in the sample. */
export const world = {
  police: (random: Random): string => random.pick(streetPolice),
  otherPolice: (not: string): string => (not === 'police-baoji-jintai' ? 'police-baoji-weibin' : 'police-baoji-jintai'),
  hospital: (kind: HospitalKind, random: Random): string => {
    if (kind === 'psychiatric') return 'hospital-baoji-psychiatric';
    if (kind === 'infectious') return 'hospital-baoji-infectious';
    return random.pick(['hospital-baoji-general', 'hospital-baoji-second']);
  },
  partner: (random: Random): { readonly partner: string; readonly contract: string } => {
    const [partner, contract] = random.pick(partners);
    return { partner, contract };
  },
  office: officeIn,
  /** The office above a county: its prefecture, or its province where there is none between. */
  prefectureOffice: (county: string): string => officeIn(ancestors(county)[0] ?? county),
  provinceOffice: (county: string): string => officeIn(`${county.slice(0, 2)}0000`),
  way: (county: string): readonly [string, string] => {
    const way = ways[county.slice(0, 2)];
    if (way === undefined) throw new RangeError(`no way to ${county}`);
    return way;
  },
};
