// The backend of tests and of the mock build. `?scene=NAME` in the address opens a prepared day.
import { FakeCore } from './fake/core';
import { prepare } from './fake/scenes';

export const backend = new FakeCore();

prepare(backend, new URLSearchParams(globalThis.location?.search ?? '').get('scene') ?? 'empty');
