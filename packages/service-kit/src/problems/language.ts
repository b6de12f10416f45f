export type Language = 'zh-CN' | 'en';

/** A text in both languages of the hub. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export const wordsIn = (words: Words, language: Language): string => (language === 'en' ? words.en : words.zh);

function languageOf(range: string): Language | undefined {
  const primary = range.split('-', 1)[0];
  if (primary === 'en') return 'en';
  return primary === 'zh' || primary === '*' ? 'zh-CN' : undefined;
}

/**
 * The language that an `Accept-Language` header (RFC 9110, 12.5.4) likes best; zh-CN where it says nothing that we speak.
 * Equal weights go to the one named first.
 */
export function preferredLanguage(header: string | undefined): Language {
  if (header === undefined) return 'zh-CN';
  let best: { readonly language: Language; readonly weight: number } | undefined;
  for (const part of header.slice(0, 1_000).split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const written = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/u.exec(text)?.[1]).find((text) => text !== undefined);
    const weight = written === undefined ? 1 : Number(written);
    const language = languageOf(range.trim());
    if (language !== undefined && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? 'zh-CN';
}
