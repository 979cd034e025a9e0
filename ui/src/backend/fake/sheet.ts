// The fake core's checklist. Its two rules are written out by hand: no expression is evaluated in
// the interface, and the real core's rules are tested with the core.
import type {
  ChecklistChange,
  ChecklistSummary,
  ChecklistView,
  Command,
  Given,
  ItemView,
} from '../../bindings/app';
import { formTitle, items } from './election';

type Answer = Pick<
  Extract<Command, { kind: 'answer' }>,
  'question' | 'path' | 'given' | 'seen_at'
>;
type Place = Pick<ItemView, 'number' | 'path'>;

export class FakeSheet {
  readonly form = 1;
  instance = 1;
  lastWritten: string | null = null;
  delivered = false;
  finished: string | null = null;
  languages = ['kk', 'ru', 'en'];
  items: ItemView[] = structuredClone(items);

  answer({ question, path, given, seen_at }: Answer, now: string): boolean {
    const key = keyOf({ number: question, path });
    const item = this.items.find((one) => keyOf(one) === key);
    if (!item || !fits(item, given)) return false;
    item.given = given;
    const empty = given.kind === 'empty';
    item.written_at = empty ? null : now;
    item.seen_at = empty ? null : seen_at ? `${now.slice(0, 11)}${seen_at}:00` : now;
    this.lastWritten = now;
    this.#judge();
    return true;
  }

  change(change: ChecklistChange, now: string): void {
    if (change.kind === 'finish') this.finished = now;
    if (change.kind === 'reopen') this.finished = null;
    if (change.kind === 'add_round') this.#addRound(change.repeat);
    if (change.kind === 'remove_round') {
      const [round] = change.path;
      this.items = this.items.filter((one) => one.path.length === 0 || one.path[0] !== round);
      this.#countRounds(change.repeat);
    }
  }

  summary(): ChecklistSummary {
    const asked = this.items.filter((item) => item.relevant && takesAnswer(item));
    return {
      form: this.form,
      name: 'opening',
      version: 1,
      instance: this.instance,
      title: formTitle,
      answered: asked.filter(({ given }) => given.kind !== 'empty').length,
      relevant: asked.length,
      required_open: asked.filter(({ required, given }) => required && given.kind === 'empty')
        .length,
      broken: asked.filter(({ constraint }) => constraint.kind === 'broken').length,
      last_written: this.lastWritten,
      newer_version: null,
      finished: this.finished,
      delivered: this.delivered,
    };
  }

  view(): ChecklistView {
    return {
      summary: this.summary(),
      languages: [...this.languages],
      items: structuredClone(this.items),
    };
  }

  /** One more round, like the first one but empty; rounds stand before the place to add one. */
  #addRound(repeat: number): void {
    const first = this.items.filter((one) => one.path[0] === 1);
    const highest = Math.max(0, ...this.items.flatMap((one) => one.path));
    const round = structuredClone(first).map(
      (one): ItemView => ({ ...one, path: [highest + 1], given: { kind: 'empty' } }),
    );
    const isPlace = (one: ItemView) => one.number === repeat && one.shape.kind === 'add_round';
    this.items.splice(this.items.findIndex(isPlace), 0, ...round);
    this.#countRounds(repeat);
  }

  #countRounds(repeat: number): void {
    const isRound = (one: ItemView) => one.number === repeat && one.shape.kind === 'round';
    const rounds = this.items.filter(isRound);
    for (const [at, round] of rounds.entries()) {
      round.shape = { kind: 'round', position: at + 1, of: rounds.length, removable: true };
    }
  }

  #judge(): void {
    const given = (number: number) => this.items.find((one) => one.number === number)?.given;
    const onTime = given(3);
    const late = this.items.find((one) => one.number === 4);
    if (!late) return;
    late.relevant = onTime?.kind === 'one' && onTime.choice === 2;
    const minutes = late.given.kind === 'number' ? Number(late.given.text) : 0;
    late.constraint =
      minutes > 600
        ? {
            kind: 'broken',
            message: {
              kk: '600 минуттан аспауы керек',
              ru: 'не больше 600 минут',
              en: 'no more than 600 minutes',
            },
          }
        : { kind: 'satisfied' };
  }
}

const keyOf = ({ number, path }: Place) => [number, ...path].join('-');

function takesAnswer({ shape }: ItemView): boolean {
  return !['group', 'note', 'round', 'add_round'].includes(shape.kind);
}

function fits(item: ItemView, given: Given): boolean {
  const { kind } = item.shape;
  switch (given.kind) {
    case 'empty':
    case 'special':
      return takesAnswer(item);
    case 'text':
      return isTyped(kind);
    case 'number':
      return kind === 'integer'
        ? /^-?\d+$/.test(given.text)
        : (kind === 'decimal' || kind === 'range') && /^-?\d+(\.\d+)?$/.test(given.text);
    case 'one':
      return kind === 'select_one';
    case 'many':
      return kind === 'select_multiple' || kind === 'rank';
  }
}

function isTyped(kind: ItemView['shape']['kind']): boolean {
  const typed = ['text', 'date', 'time', 'date_time', 'geopoint', 'barcode', 'acknowledge'];
  return typed.includes(kind);
}
