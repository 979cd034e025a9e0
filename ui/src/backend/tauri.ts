// The shell's three commands. The only file that imports from `@tauri-apps`.
import { Channel, invoke } from '@tauri-apps/api/core';
import type { Command, Notice, Query, Reply } from '../bindings/app';
import { refusalOf, type Backend } from './backend';

async function call<T>(name: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(name, args);
  } catch (thrown) {
    throw refusalOf(thrown);
  }
}

export const backend: Backend = {
  execute: (command: Command) => call<Reply>('execute', { command }),
  query: (query: Query) => call<Reply>('query', { query }),
  notices: (hear: (notice: Notice) => void) => {
    const channel = new Channel<Notice>();
    channel.onmessage = hear;
    return call<void>('notices', { channel });
  },
};
