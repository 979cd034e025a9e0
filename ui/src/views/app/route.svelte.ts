// Which screen, kept in the address's fragment so that the phone's Back does what one expects.

const places = [
  'now',
  'count',
  'sheets',
  'notes',
  'delivery',
  'team',
  'notices',
  'incidents',
  'settings',
] as const;
export type Place = (typeof places)[number];

export interface Route {
  place: Place;
  /** Form and filling of an open checklist. */
  sheet: { form: number; instance: number } | null;
  /** The announced figures or the log. */
  notes: 'turnout' | 'log';
  /** An open incident. */
  incident: number | null;
  /** A mark that is being written out. */
  mark: number | null;
}

function read(hash: string): Route {
  const [name, first, second] = hash.replace(/^#\/?/, '').split('/');
  const place = places.find((known) => known === name) ?? 'now';
  const form = Number(first);
  const instance = Number(second);
  const sheet =
    place === 'sheets' && Number.isInteger(form) && Number.isInteger(instance) && instance > 0
      ? { form, instance }
      : null;
  const whole = (text: string | undefined) =>
    place === 'incidents' && /^\d+$/.test(text ?? '') ? Number(text) : null;
  return {
    place,
    sheet,
    notes: first === 'log' ? 'log' : 'turnout',
    incident: whole(first),
    mark: first === 'mark' ? whole(second) : null,
  };
}

let current = $state<Route>(read(globalThis.location?.hash ?? ''));

globalThis.addEventListener?.('hashchange', () => {
  current = read(location.hash);
});

export const route = {
  get current(): Route {
    return current;
  },
  /** Goes to a screen; `replace` leaves no step to come back to. */
  go(to: string, replace = false): void {
    if (replace) history.replaceState(null, '', `#/${to}`);
    else history.pushState(null, '', `#/${to}`);
    current = read(location.hash);
  },
};
