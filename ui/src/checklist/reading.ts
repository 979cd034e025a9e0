// The language a checklist is read in. A form brings its own languages, more or other ones than the
// interface speaks, so its texts follow a choice of their own. Rejected: passing the language
// through every component down to the last choice.
import { getContext, setContext } from 'svelte';
import type { Texts } from '../bindings/app';
import { isSpoken, language, say } from '../shared/language.svelte';

const key = Symbol('reading');

/** The languages that are tried in turn for the texts of all that is drawn below. */
export function readIn(order: () => string[]): void {
  setContext(key, order);
}

/** How a component says a form's text: in the checklist's language, alone in the interface's. */
export function reader(): (texts: Texts) => string {
  const order = getContext<(() => string[]) | undefined>(key);
  return (texts) => say(texts, order?.());
}

/** The language a form is read in: the chosen one, else the interface's, else its own first. */
export function readingOf(languages: string[], chosen: string | null): string | undefined {
  const wishes = [chosen, language.current];
  const wished = wishes.find((code) => code !== null && languages.includes(code));
  return wished ?? languages[0];
}

/** Whether some language of a form cannot be had by choosing the interface's. */
export function isChosenApart(languages: string[]): boolean {
  const beyond = languages.some((code) => !isSpoken(code));
  return languages.length > 1 && (beyond || !languages.includes(language.current));
}
