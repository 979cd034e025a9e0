// What the interface knows of the core: three calls, and refusals as codes.
import type { Command, ErrorCode, Notice, Query, Reply } from '../bindings/app';

/** The core, whoever plays it: the Tauri shell, or the fake in tests. */
export interface Backend {
  /** Does something; the reply comes when it is durable. Throws a `Refusal`. */
  execute(command: Command): Promise<Reply>;
  /** Asks something. Throws a `Refusal`. */
  query(query: Query): Promise<Reply>;
  /** Tells of changes from now on. */
  notices(hear: (notice: Notice) => void): Promise<void>;
  /** Gives a file out of the app: the save dialog, on a phone the share sheet. */
  save(name: string, base64: string): Promise<Saved>;
}

/** What became of a file: written, handed to another app, or the person thought better of it. */
export type Saved = 'saved' | 'shared' | 'cancelled';

/** The core said no. The code is what a screen acts on; words are in the messages. */
export class Refusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code.kind);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** A thrown value as a refusal; what is none of ours is `internal`. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    const code = thrown.code;
    if (typeof code === 'object' && code !== null && 'kind' in code) {
      return new Refusal(code as ErrorCode);
    }
  }
  return new Refusal({ kind: 'internal' });
}

/** The reply of the kind a call promises; another kind is a broken seam, so `internal`. */
export function expect<K extends Reply['kind']>(
  reply: Reply,
  kind: K,
): Extract<Reply, { kind: K }> {
  if (reply.kind !== kind) throw new Refusal({ kind: 'internal' });
  return reply as Extract<Reply, { kind: K }>;
}
