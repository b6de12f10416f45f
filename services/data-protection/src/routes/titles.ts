import type { Matter } from '@guitu/vault';

interface Title {
  readonly zh: string;
  /** In a sentence, and as the heading of a list. */
  readonly one: string;
  readonly many: string;
}

/** How each kind of matter is called. */
export const titles: Readonly<Record<Matter['kind'], Title>> = {
  erasure: { zh: '删除', one: 'an erasure', many: 'Erasures' },
  restriction: { zh: '限制处理', one: 'a restriction', many: 'Restrictions' },
  lifting: { zh: '解除限制处理', one: 'the lifting of restrictions', many: 'Liftings of restrictions' },
};
