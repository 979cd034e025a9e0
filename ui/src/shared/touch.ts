// The time of a touch, on the interface's monotonic clock.

/** A moment on `performance.now()`'s clock. */
export type Touch = number;

/** When the finger or key came down; the event's own stamp, not the handler's. */
export function touchOf(event: Event): Touch {
  const now = performance.now();
  const stamp = event.timeStamp;
  return stamp > 0 && stamp <= now ? stamp : now;
}

/** The moment of a call that no touch began. */
export function touchNow(): Touch {
  return performance.now();
}

/** Whole milliseconds since the touch, what commands carry. */
export function since(touch: Touch): number {
  return Math.max(0, Math.round(performance.now() - touch));
}
