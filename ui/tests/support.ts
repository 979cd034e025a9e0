import { FakeCore } from '../src/backend/fake/core';
import { prepare } from '../src/backend/fake/scenes';

/** A fake core in a prepared state. */
export function core(scene: string): FakeCore {
  const made = new FakeCore();
  prepare(made, scene);
  return made;
}

/** Lets everything that was promised happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
