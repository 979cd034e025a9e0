// A typed figure that may be left out: empty is *not told*, which is not zero.
const figureMost = 4_294_967_295;

/** The figure; null where nothing was typed; `bad` where it is no whole number. */
export function figureOf(typed: string): number | null | 'bad' {
  const digits = typed.replace(/[\s\u202f]/g, '');
  if (digits === '') return null;
  if (!/^\d{1,10}$/.test(digits)) return 'bad';
  const figure = Number(digits);
  return figure <= figureMost ? figure : 'bad';
}
