import { m } from '#words';
import type { Denied } from '../backend/headquarters';
import { countdown } from '../shared/format';

export function deniedText(denied: Denied): string {
  if (denied.code === 'too_many_tries') {
    return m['login.too_many_tries']({ time: countdown(denied.retry_after_s) });
  }
  return m[`login.${denied.code}`]();
}
