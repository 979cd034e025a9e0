// Figures and times as text. Civil times come as `YYYY-MM-DDTHH:MM:SS` on the station's wall and
// are cut, never parsed into a Date: this program must not know time zones.

/** Groups of three with a narrow no-break space, the same in every language. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

/** `11:42` of a civil time. */
export function clock(civil: string): string {
  return civil.slice(11, 16);
}

/** `06.12` of a civil time or date. */
export function day(civil: string): string {
  return `${civil.slice(8, 10)}.${civil.slice(5, 7)}`;
}

/** `06.12.2026` of a date. */
export function date(civil: string): string {
  return `${day(civil)}.${civil.slice(0, 4)}`;
}

/** Clock, with the day in front when it is not `today` (`YYYY-MM-DD…`). */
export function moment(civil: string, today: string | undefined): string {
  if (!today || civil.slice(0, 10) === today.slice(0, 10)) return clock(civil);
  return `${day(civil)} ${clock(civil)}`;
}

/** `0:05`, `12:30`: time left, minutes and seconds. */
export function countdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
