// The shell's three commands, and the system's way to give a file out. The only file that imports
// from `@tauri-apps`; the dialog's packages are loaded when first used, since a phone has none.
import { Channel, invoke } from '@tauri-apps/api/core';
import type { Command, Notice, Query, Reply } from '../bindings/app';
import { fromBase64 } from '../shared/base64';
import { refusalOf, type Backend, type Saved } from './backend';

async function call<T>(name: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(name, args);
  } catch (thrown) {
    throw refusalOf(thrown);
  }
}

/** `Share.kt`: the app's private cache, and the share sheet over it. */
async function share(name: string, base64: string): Promise<Saved> {
  await invoke('plugin:share|file', { name, base64 });
  return 'shared';
}

/** The dialog gives leave to write to the one path that the person chose. */
async function save(name: string, base64: string): Promise<Saved> {
  const [dialog, fs] = await Promise.all([
    import('@tauri-apps/plugin-dialog'),
    import('@tauri-apps/plugin-fs'),
  ]);
  const extensions = [name.slice(name.lastIndexOf('.') + 1)];
  const path = await dialog.save({ defaultPath: name, filters: [{ name: 'Sanaq', extensions }] });
  if (path === null) return 'cancelled';
  await fs.writeFile(path, fromBase64(base64));
  return 'saved';
}

const phone = /Android/.test(globalThis.navigator?.userAgent ?? '');

export const backend: Backend = {
  execute: (command: Command) => call<Reply>('execute', { command }),
  query: (query: Query) => call<Reply>('query', { query }),
  notices: (hear: (notice: Notice) => void) => {
    const channel = new Channel<Notice>();
    channel.onmessage = hear;
    return call<void>('notices', { channel });
  },
  save: phone ? share : save,
};
