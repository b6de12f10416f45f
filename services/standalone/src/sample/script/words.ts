import { division } from '@guitu/contracts';
import type { HelpReason } from '@guitu/contracts';
import type { Profile } from '../composition/profile.js';
import type { Random } from '../random.js';

export const placeName = (code: string): string => division(code)?.name ?? '外地';

const spots = ['宝鸡火车站广场', '宝鸡汽车站候车厅', '经二路步行街', '金台公园', '渭河公园北岸', '群众路菜市场', '清姜路立交桥下', '中山路天桥', '陈仓大道公交站', '人民街银行门口', '高速路口收费站旁', '峪泉路工地外'];
const clothes = ['灰色棉衣', '旧军大衣', '蓝色工装', '黑色夹克', '红色毛衣', '格子衬衫', '深色长裤，布鞋', '校服上衣', '绿色雨衣'];
const looks = ['身材中等', '偏瘦', '略驼背', '面部有旧疤', '头发花白', '短发', '左手有纹身', '说话口齿不清', '神情紧张', '衣着脏旧'];
const errands: Readonly<Partial<Record<HelpReason, readonly string[]>>> = {
  'theft-victim': ['在候车时钱包和车票被盗', '行李在旅馆内被人拿走，身无分文', '睡着后背包被划开，现金被偷'],
  'job-seeking-failed': ['来宝鸡打工，工地未开工，盘缠用完', '被中介骗去押金，未找到工作', '老板拖欠工资，无钱返乡'],
  'visit-failed': ['来投奔亲戚，亲戚已搬走', '按旧地址找工友未找到'],
  'pyramid-scheme': ['被骗入传销，公安解救后无钱回家'],
  scavenging: ['长期在街头拾荒，夜宿桥下', '靠捡废品为生，身体不适'],
  begging: ['在街头乞讨，夜间无处住宿', '被他人带来乞讨，后走散'],
  lost: ['与家人走散，说不清住址', '乘错车，独自在站前徘徊', '从养老处走出后迷路'],
  'left-behind-child': ['父母在外务工，随祖父母生活，离家出走', '逃学后搭车来宝鸡'],
  'no-carer': ['父母离异，无人照管，流落街头'],
  illness: ['突发疾病，随身无钱', '精神恍惚，言语混乱，无法说明来历', '昏倒路边，被人发现'],
  other: ['途经宝鸡，盘缠不足', '走访后无钱返回', '驾车途中车辆损坏，无法继续'],
};

/** Why somebody needed help, in the words of the code set and in others. */
export function reasonOf({ band, almostAdult, group, hospitalFirst, outcome }: Profile, random: Random): HelpReason {
  if (hospitalFirst !== undefined || group === 'mental') return 'illness';
  if (group === 'intellectual') return 'lost';
  if (band === 'minor' && !almostAdult) return random.pick(['left-behind-child', 'left-behind-child', 'no-carer', 'lost', 'begging']);
  if (outcome === 'terminated') return random.pick(['begging', 'other']);
  if (band === 'elderly') return random.pick(['visit-failed', 'lost', 'begging', 'theft-victim', 'scavenging']);
  return random.pick(['theft-victim', 'theft-victim', 'job-seeking-failed', 'job-seeking-failed', 'job-seeking-failed', 'visit-failed', 'scavenging', 'other', 'pyramid-scheme']);
}

export const courseOf = (reason: HelpReason, random: Random): string => `${random.pick(errands[reason] ?? ['生活无着，求助'])}。在宝鸡停留约${random.between(1, 20)}天。`;
export const spot = (random: Random): string => random.pick(spots);
export const appearance = (random: Random): string => `身高约${random.between(148, 180)}厘米，${random.pick(looks)}，穿${random.pick(clothes)}`;
export const accentOf = (county: string): string => `${placeName(`${county.slice(0, 2)}0000`)}口音`;
export const belongings = (random: Random): { description: string; quantity?: number; cashFen?: number }[] => [
  { description: random.pick(['编织袋', '背包', '旅行袋', '塑料袋']), quantity: 1 },
  ...(random.chance(0.5) ? [{ description: random.pick(['手机', '旧衣物', '水杯', '被褥', '药品']), quantity: random.between(1, 3) }] : []),
  ...(random.chance(0.4) ? [{ description: '现金', cashFen: random.between(1, 120) * 50 }] : []),
];

const officers = ['刘警官', '张警官', '王警官', '赵警官', '马警官', '何警官'];
const staff = ['值班员甲', '值班员乙', '接待室值班员', '护送组组长', '业务科值班员', '夜班值班员'];
export const officer = (random: Random): string => random.pick(officers);
export const clerk = (random: Random): string => random.pick(staff);
/** A reference such as a certificate's number. */
export const number = (prefix: string, time: number, random: Random): string => `${prefix}${new Date(time + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')}-${String(random.between(1, 999)).padStart(3, '0')}`;
