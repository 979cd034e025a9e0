// The fake core's checklist. Its two rules are written out by hand: no expression is evaluated in
// the interface, and the real core's rules are tested with the core.
import type { ChecklistSummary, ChecklistView, Given, ItemView } from '../../bindings/app';
import { formTitle, items } from './election';

export class FakeSheet {
  readonly form = 1;
  instance = 1;
  lastWritten: string | null = null;
  delivered = false;
  finished: string | null = null;
  items: ItemView[] = structuredClone(items);

  answer(question: number, given: Given, now: string, seenAt: string | null): boolean {
    const item = this.items.find((one) => one.number === question);
    if (!item || !fits(item, given)) return false;
    item.given = given;
    const empty = given.kind === 'empty';
    item.written_at = empty ? null : now;
    item.seen_at = empty ? null : seenAt ? `${now.slice(0, 11)}${seenAt}:00` : now;
    this.lastWritten = now;
    this.#judge();
    return true;
  }

  summary(): ChecklistSummary {
    const asked = this.items.filter(
      ({ relevant, shape }) => relevant && shape.kind !== 'group' && shape.kind !== 'note',
    );
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
      languages: ['kk', 'ru', 'en'],
      items: structuredClone(this.items),
    };
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

function fits({ shape }: ItemView, given: Given): boolean {
  switch (given.kind) {
    case 'empty':
    case 'special':
      return shape.kind !== 'group' && shape.kind !== 'note';
    case 'text':
      return shape.kind === 'text';
    case 'number':
      return shape.kind === 'integer'
        ? /^-?\d+$/.test(given.text)
        : shape.kind === 'decimal' && /^-?\d+(\.\d+)?$/.test(given.text);
    case 'one':
      return shape.kind === 'select_one';
    case 'many':
      return shape.kind === 'select_multiple';
  }
}
