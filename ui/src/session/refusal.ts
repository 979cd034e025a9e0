// Words for what the core refused: what happened and what to do.
import { m } from '#words';
import type { ErrorCode } from '../bindings/app';
import { countdown } from '../shared/format';

export function refusalText(code: ErrorCode): string {
  switch (code.kind) {
    case 'secret_too_weak':
      return m['error.secret_too_weak']({ min: code.min });
    case 'too_soon':
      return m['error.too_soon']({ time: countdown(code.wait_s) });
    case 'required_open':
      return m['error.required_open']({ n: code.n });
    default:
      return m[`error.${code.kind}`]();
  }
}
