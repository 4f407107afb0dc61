// Speaks to the twin: its state, its acts, and a stream that says when something changed.

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.fault || `HTTP ${response.status}`);
  return body;
}

export const state = async () => answered(await fetch("/control/state"));

export async function thread(account, person) {
  return answered(await fetch(`/control/thread?${new URLSearchParams({ account, person })}`));
}

export async function act(name, asked = {}) {
  const body = JSON.stringify(asked);
  return answered(await fetch(`/control/${name}`, { method: "POST", headers: { "Content-Type": "application/json" }, body }));
}

// Changes that come together are told once.
export function watch(changed, connected) {
  const source = new EventSource("/control/events");
  let waiting = 0;
  source.onmessage = () => {
    connected(true);
    clearTimeout(waiting);
    waiting = setTimeout(changed, 40);
  };
  source.onerror = () => connected(false);
}

export function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] || "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
