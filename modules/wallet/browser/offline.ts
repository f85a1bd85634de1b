import { type PublicKey, verifyPresentation } from "@troad/credential/presentation";
import { type KeptList, statusKeeper } from "@troad/credential/status-keeper";

/**
 * The counter's page without a network. Keys of the issuer and status lists are kept by this browser from the last time that it was connected; the
 * question is a code of this device, which the holder's wallet answers with a code of its own, signed a moment ago and taken once.
 */
type Words = Record<string, string>;
type Stock = { issuer: string; keys: PublicKey[]; lists: Record<string, KeptList>; at: number };
const root = document.querySelector<HTMLElement>("[data-offline]")!;
const { issuer = "", type = "", claim = "", keys: keysAt = "", index: indexAt = "" } = root.dataset;
const words = JSON.parse(root.dataset.words ?? "{}") as Words;
const part = <E extends HTMLElement>(name: string): E => root.querySelector<E>(`[data-part="${name}"]`)!;
const shelf = "wallet-stock";
const spent = "wallet-spent";
const now = (): Date => new Date();
const say = (key: string, values: Record<string, string> = {}): string =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (_found, name: string) => values[name] ?? "");

let stock: Stock | undefined;
const keeper = statusKeeper({
  fetchList: async (uri) => {
    if (!Object.hasOwn(stock?.lists ?? {}, uri)) throw new Error("a list of strangers");
    const answer = await fetch(uri, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  },
  keys: () => stock?.keys ?? [],
  now,
});

async function fill(): Promise<void> {
  const read = async (address: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()) as Record<string, unknown>;
  };
  const [who, index] = [await read(keysAt), await read(indexAt)];
  if (who.issuer !== issuer) throw new Error("another issuer");
  const fetchedAt = now().getTime() / 1_000;
  const lists: Stock["lists"] = {};
  for (const uri of index.lists as string[]) {
    const answer = await fetch(uri, { cache: "no-store" });
    if (answer.ok) lists[uri] = { token: await answer.text(), fetchedAt };
  }
  stock = { issuer, keys: (who.jwks as { keys: PublicKey[] }).keys, lists, at: fetchedAt };
  localStorage.setItem(shelf, JSON.stringify(stock));
}

/** The age of the oldest list: what it says counts no longer than the list. */
async function showAge(): Promise<void> {
  for (const [uri, kept] of Object.entries(stock?.lists ?? {})) await keeper.take(uri, kept);
  const ages = Object.keys(stock?.lists ?? {}).flatMap((uri) => keeper.ageOf(uri) ?? []);
  const at = now().getTime() / 1_000;
  const oldest = ages.toSorted((a, b) => a.until - b.until)[0];
  const minutes = oldest ? Math.max(0, Math.floor((at - oldest.at) / 60)) : 0;
  const time = (seconds: number): string => new Date(seconds * 1_000).toLocaleString(document.documentElement.lang);
  part("age").textContent =
    oldest === undefined
      ? say("list-none")
      : say(at < oldest.until ? "list-age" : "list-over", { minutes: String(minutes), until: time(oldest.until) });
}

/** What this device asks, and has not had an answer to. */
let asked: string | undefined;
function ask(): void {
  asked = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  part("code").textContent = asked;
  part("result").textContent = "";
}

/** A code counts once on this device, over a restart of the browser too. */
async function isSpent(text: string): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const name = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const before = JSON.parse(localStorage.getItem(spent) ?? "{}") as Record<string, number>;
  const at = now().getTime();
  const kept = Object.fromEntries(Object.entries(before).filter(([, until]) => until > at));
  const known = Object.hasOwn(kept, name);
  kept[name] = at + 600_000;
  localStorage.setItem(spent, JSON.stringify(kept));
  return known;
}

async function check(text: string): Promise<string> {
  if (!stock) return say("no-keys");
  if (await isSpent(text)) return say("spent");
  const { keys } = stock;
  const shown = await verifyPresentation(text, {
    ...{ keysOf: (one) => (one === issuer ? keys : undefined), types: [type], nonce: asked, audience: "counter" },
    now: now(),
  });
  if (!shown.ok) return say(shown.code);
  asked = undefined;
  part("code").textContent = say("ask-again");
  const standing = shown.status ? await keeper.standing(shown.status) : undefined;
  if (standing?.checked && standing.status !== "valid") return say(standing.status);
  if (shown.claims[claim] !== true) return say("no");
  return standing?.checked ? say("yes") : say("not-checked");
}

root.querySelector("form")!.addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = root.querySelector<HTMLTextAreaElement>("textarea")!;
  const result = part("result");
  result.textContent = await check(field.value.trim());
  field.value = "";
  await showAge();
  result.focus();
});
part("ask").addEventListener("click", ask);

async function start(): Promise<void> {
  stock = JSON.parse(localStorage.getItem(shelf) ?? "null") ?? undefined;
  await fill().catch(() => undefined);
  await showAge();
  ask();
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register(root.dataset.worker ?? "", { scope: root.dataset.scope ?? "/" });
  await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const keep = [location.href, ...loaded.filter((name) => /\/assets\//.test(name))];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    root.dataset.kept = "yes";
    part("kept").hidden = false;
  };
  registration.active?.postMessage({ keep }, [channel.port2]);
}
/** The age of the list grows while the page is open. */
async function grow(): Promise<void> {
  await showAge();
  setTimeout(grow, 30_000);
}
start().then(grow);
