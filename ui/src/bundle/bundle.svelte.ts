// Pages as a file: out by the save dialog or the share sheet, in from a file chooser.
import type { BundleView, Command, ImportedView, Reply } from '../bindings/app';
import { expect, refusalOf, type Backend, type Refusal, type Saved } from '../backend/backend';
import { toBase64 } from '../shared/base64';

/** A file larger than this is no bundle of ours; it is not even read. */
export const bytesMax = 64 * 1024 * 1024;

interface Given {
  how: Exclude<Saved, 'cancelled'>;
  name: string;
  pages: number;
  left_out: number;
}

export class BundleState {
  imported = $state<ImportedView | null>(null);
  /** What became of the last file given out, its pages, and those that had no room in it. */
  given = $state<Given | null>(null);
  refusal = $state<Refusal | null>(null);
  busy = $state(false);
  /** The file was written nowhere: the system refused. */
  unsaved = $state(false);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Everything without a receipt, as one file. */
  async give(): Promise<void> {
    const reply = await this.#ask({ kind: 'export_bundle' });
    if (reply) await this.#save(expect(reply, 'bundle').view);
  }

  /** The answer to what was taken in. */
  async giveAnswer(): Promise<void> {
    if (this.imported?.answer) await this.#save(this.imported.answer);
  }

  async take(file: Blob): Promise<void> {
    this.imported = null;
    this.refusal = null;
    if (file.size > bytesMax) {
      this.settle();
      this.refusal = refusalOf({ code: { kind: 'bundle_unreadable' } });
      return;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    const reply = await this.#ask({ kind: 'import_bundle', base64: toBase64(bytes) });
    if (reply) this.imported = expect(reply, 'imported').view;
  }

  settle(): void {
    this.imported = null;
    this.refusal = null;
    this.given = null;
    this.unsaved = false;
  }

  async #ask(command: Command): Promise<Reply | null> {
    this.settle();
    this.busy = true;
    try {
      return await this.#backend.execute(command);
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      return null;
    } finally {
      this.busy = false;
    }
  }

  async #save(file: BundleView): Promise<void> {
    this.given = null;
    this.unsaved = false;
    try {
      const how = await this.#backend.save(file.file_name, file.base64);
      const { file_name: name, pages, left_out } = file;
      if (how !== 'cancelled') this.given = { how, name, pages, left_out };
    } catch {
      this.unsaved = true;
    }
  }
}
