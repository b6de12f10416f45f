import type { Random } from '../random.js';

// Common surnames and characters of given names, put together by chance. Nobody is meant.
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'];
const rare = ['欧阳', '司马', '上官', '尉迟', '皇甫'];
const male = [...'建国军伟强勇刚平明辉峰超波斌涛鹏志民宏兵安福贵生顺来根喜发长永成海林山川虎龙田保全有才德'];
const female = [...'芳娜敏静秀丽艳娟霞玲红梅燕英兰凤洁桂香莲珍翠云芬萍彩菊琴巧妮花月春秋爱慧淑玉'];

export function inventName(isMale: boolean, random: Random): string {
  const surname = random.chance(0.02) ? random.pick(rare) : random.pick(surnames);
  const given = isMale ? male : female;
  return surname + random.pick(given) + (random.chance(0.7) ? random.pick(given) : '');
}
