// The language of the interface: one reactive value that every message reads. It is remembered on
// the device by the web view, since it must be right before anything is unlocked and tells nothing.
import { locales, overwriteGetLocale } from '#locale';

export type Language = (typeof locales)[number];

/** A language's name in itself, as its button says it. */
export const languageNames: Record<Language, string> = {
  kk: 'Қазақша',
  ru: 'Русский',
  en: 'English',
};

const kept = 'sanaq.language';

function isLanguage(code: string | null | undefined): code is Language {
  return locales.some((known) => known === code);
}

function first(): Language {
  const remembered = globalThis.localStorage?.getItem(kept);
  if (isLanguage(remembered)) return remembered;
  for (const wish of globalThis.navigator?.languages ?? []) {
    const code = wish.slice(0, 2).toLowerCase();
    if (isLanguage(code)) return code;
  }
  return 'kk';
}

let current = $state<Language>(first());

overwriteGetLocale(() => current);

export const language = {
  get current(): Language {
    return current;
  },
  /** Changes every word on the screen and is remembered. */
  choose(next: Language) {
    current = next;
    globalThis.localStorage?.setItem(kept, next);
    document.documentElement.lang = next;
  },
};

/** Whether the interface itself speaks a language. */
export function isSpoken(code: string): boolean {
  return isLanguage(code);
}

/** A language's name in itself; its code where nobody knows one. */
export function nameOf(code: string): string {
  if (isLanguage(code)) return languageNames[code];
  try {
    return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * Organisers' text in the first of these languages that it has, else in the person's, else in
 * any that is there.
 */
export function say(texts: Record<string, string>, order: readonly string[] = []): string {
  const wished = [...order, current].find((code) => texts[code]);
  return (wished && texts[wished]) || Object.values(texts).find((text) => text) || '';
}

/** A decimal figure (`8.4`) with the mark the language uses. */
export function decimal(text: string): string {
  return current === 'en' ? text : text.replace('.', ',');
}
