/** What happens, for the page (`OpenSells.on`) and between our own modules. */

const listeners = {};

/** Call the result to leave. */
export function on(event, listener) {
  (listeners[event] ||= new Set()).add(listener);
  return () => listeners[event].delete(listener);
}

export const tell = (event, detail) => listeners[event]?.forEach((listener) => listener(detail));
