import { afterEach, beforeEach } from 'vitest';
import { cleanup, configure } from '@testing-library/svelte';
import { language } from '../src/shared/language.svelte';
import { route } from '../src/views/app/route.svelte';

// On a busy machine a screen takes its time; a test waits for it and fails only if it never comes.
configure({ asyncUtilTimeout: 20_000 });

// jsdom lays nothing out: what the screens ask of a real page is answered with "nothing".
Element.prototype.scrollIntoView = () => undefined;

// Nor has it what moving between radio buttons asks for.
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as typeof CSS;

beforeEach(() => {
  language.choose('en');
  route.go('now', true);
});
afterEach(cleanup);

// jsdom's Blob cannot give its bytes.
Blob.prototype.arrayBuffer ??= function (this: Blob) {
  return new Promise((go, fail) => {
    const reader = new FileReader();
    reader.onload = () => go(reader.result as ArrayBuffer);
    reader.onerror = () => fail(reader.error ?? new Error('unreadable'));
    reader.readAsArrayBuffer(this);
  });
};
