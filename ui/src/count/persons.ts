// A typed number of people: one to ten thousand, spaces forgiven; none if it is anything else.
const personsMost = 10_000;

export function personsOf(typed: string): number | null {
  const digits = typed.replace(/[\s\u202f]/g, '');
  if (!/^\d{1,5}$/.test(digits)) return null;
  const persons = Number(digits);
  return persons >= 1 && persons <= personsMost ? persons : null;
}

/** Names of desks or boxes as somebody types them, one after the other. */
export function namesOf(typed: string): string[] {
  return typed.split(/[\s,;]+/).filter((part) => part !== '');
}
