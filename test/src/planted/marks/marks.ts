import type { DataClass, EventName } from '@guitu/contracts';
import type { Chance } from '../../support/seed.js';
import { Traces } from '../../support/traces.js';

/** One command that was sent with marks in it, and what became of it. */
export interface Planting {
  readonly by: string;
  readonly name: EventName;
  /** The fields of each class as they were sent; `record` among them. */
  readonly fields: Readonly<Partial<Record<DataClass, Readonly<Record<string, unknown>>>>>;
  /** The event that holds it; absent where the command was refused. */
  event?: { readonly id: string; readonly caseId: string };
}

/** `actor`: the human whom the client names, who stands in the envelope. */
export type MarkedClass = DataClass | 'actor';

/** A value that stands nowhere else in the world, and what it was planted as. */
export interface Mark {
  /** What is looked for: the part of the value that no mask leaves and no cut at either end takes away. */
  readonly token: string;
  /** `found.person.name` */
  readonly where: string;
  readonly dataClass: MarkedClass;
  /** Undefined for what was sent only to be refused. */
  readonly planting: Planting | undefined;
}

/** What of the mark a shape is: a sentence, a name, the number of a paper, an identity number, a birth date. */
export type Shape = 'sentence' | 'name' | 'paper' | 'id-number' | 'birth-date';

const places = [...'杉柏松榆槐柳桐枫桂梓樟楠椿桦檀梅兰竹菊荷莲萍芷蕙茗苓菱芸苔蓟荻蒲岚峦岭峰崖峡溪涧泓汀洲渚渊潭泽沅湘沣淇洛渭泾汾漳滦濮涟漪潇漓沱泸'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞平刚辉玲燕鹏飞鑫波斌宇浩凯健俊帆雪琴慧莹倩婷颖瑶怡钰锋锐铭钧桢楷瑞璐璇琦琳瑾瑜珍珠珊瑛琪琮珂琰'];
const surnames = ['王', '李', '张', '刘', '陈', '欧阳', '司马'];
const divisions = ['610302', '430703', '420105', '110101', '510104'];

/** Characters of the number to the base of 64, spread, so that two that follow one another differ at once. */
const spelled = (alphabet: readonly string[], serial: number, length: number): string => {
  let rest = (serial * 2_654_435_769) % 64 ** length;
  return Array.from({ length }, () => {
    const digit = rest % 64;
    rest = (rest - digit) / 64;
    return alphabet[digit];
  }).join('');
};

/** Mints values of the right shape, each once, and finds them again in whatever is shown. */
export class Marks {
  readonly #byToken = new Map<string, Mark>();
  readonly #traces = new Traces();
  #serial: number;

  constructor(private readonly chance: Chance) {
    this.#serial = 1 + chance.below(100_000);
  }

  get size(): number {
    return this.#byToken.size;
  }

  /** Every mark that was minted so far. */
  all(): Iterable<Mark> {
    return this.#byToken.values();
  }

  /** @param years of a birth date, from and to, inclusive */
  mint(shape: Shape, planted: Omit<Mark, 'token'>, years: readonly [number, number] = [1940, 1995]): string {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const { token, value } = this.#made(shape, years);
      // The beginning of time as programs count it stands in many places.
      if (this.#byToken.has(token) || token.startsWith('1970')) continue;
      this.#byToken.set(token, { ...planted, token });
      this.#traces.add(token);
      return value;
    }
    throw new RangeError(`no ${shape} is left: fewer lifecycles for each hub`);
  }

  /** The marks that stand readable in it, in whatever encoding. */
  in(content: string | Uint8Array): readonly Mark[] {
    return [...this.#traces.in(content)].flatMap((token) => this.#byToken.get(token) ?? []);
  }

  #made(shape: Shape, [from, to]: readonly [number, number]): { readonly token: string; readonly value: string } {
    const { chance } = this;
    this.#serial += 1;
    const two = (number: number): string => String(number).padStart(2, '0');
    const day = [from + chance.below(to - from + 1), two(1 + chance.below(12)), two(1 + chance.below(28))] as const;
    switch (shape) {
      case 'name': {
        const token = spelled(given, this.#serial, 3);
        return { token, value: `${chance.pick(surnames)}${token}` };
      }
      case 'paper': {
        const token = spelled(places, this.#serial, 6);
        return { token, value: `${chance.pick(['宝救字', '证'])}〔2013〕${token}${chance.below(90) + 10}号` };
      }
      case 'id-number': {
        // A mask leaves the division and the last two.
        const token = `${day.join('')}${two(chance.below(100))}`;
        return { token, value: `${chance.pick(divisions)}${token}${two(chance.below(100))}` };
      }
      case 'birth-date': {
        const token = day.join('-');
        return { token, value: token };
      }
      case 'sentence': {
        // At both ends, so that a text that was cut short is found as well.
        const token = spelled(places, this.#serial, 6);
        return { token, value: `${token}${chance.pick(['，本人自述', '：“走了三天”\n', ' \\ 100% <b>', '🙂，'])}夜间露宿，${token}` };
      }
    }
  }
}
