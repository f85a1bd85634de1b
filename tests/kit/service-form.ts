import type { Service, ServicePath } from "@troad/flow";
import type { Locator, Page } from "playwright-core";
import { bytesOf } from "./files.ts";

const control = (page: Page, name: string): Locator => page.locator(`main form [name="${name}"]:not([type=hidden])`);

/** Sets one control as a person would, whatever it is made of. */
async function set(page: Page, name: string, value: string | string[]): Promise<void> {
  const all = control(page, name);
  const first = all.first();
  const kind = await first.evaluate((element) =>
    element instanceof HTMLInputElement ? element.type : element.tagName.toLowerCase(),
  );
  if (kind === "radio" || kind === "checkbox")
    for (const one of [value].flat()) await page.locator(`main form [name="${name}"][value="${one}"]`).check();
  else if (kind === "select") await first.selectOption(value);
  else if (kind === "file")
    await first.setInputFiles(
      /pdf/.test((await first.getAttribute("accept")) ?? "pdf")
        ? { name: "paper.pdf", mimeType: "application/pdf", buffer: bytesOf("plan.pdf") }
        : { name: "photo.png", mimeType: "image/png", buffer: bytesOf("photo.png") },
    );
  else await first.fill([value].flat().join());
}

/** Parts in which a form asks for an answer that a path gives whole. */
const parted: { ends: readonly string[]; parts(value: string): readonly string[] }[] = [
  { ends: ["year", "month", "day"], parts: (value) => value.split("-") },
  { ends: ["bank", "account"], parts: (value) => [value.slice(0, 3), value.slice(4)] },
];

async function answer(page: Page, name: string, value: string | string[]): Promise<void> {
  if ((await control(page, name).count()) > 0) return set(page, name, value);
  if ((await control(page, `${name}-file`).count()) > 0) return set(page, `${name}-file`, value);
  for (const { ends, parts } of parted) {
    if ((await control(page, `${name}-${ends[0]}`).count()) === 0) continue;
    const values = parts([value].flat().join());
    for (const [at, end] of ends.entries()) await set(page, `${name}-${end}`, values[at] ?? "");
    return;
  }
}

/** Entries of repeatable groups that a page does not show yet are added by their button. */
async function addEntries(page: Page, sent: Record<string, string | string[]>): Promise<void> {
  for (const [name, value] of Object.entries(sent)) {
    const group = /^(.+)-count$/.exec(name)?.[1];
    if (group === undefined) continue;
    const count = page.locator(`main form input[type=hidden][name="${group}-count"]`);
    for (let tries = 0; tries < 20 && (await count.count()) > 0; tries++) {
      const shown = await count.inputValue();
      if (Number(shown) >= Number(value)) break;
      await page.locator(`main form button[name="${group}-add"]`).click();
      await page.waitForLoadState();
    }
  }
}

/** Fills in what one page asks, as far as it asks it, and goes on; signatures are the signer's name. */
export async function fillOne(
  page: Page,
  sent: Record<string, string | string[]>,
  { signer, signatures }: { signer: string; signatures: ReadonlySet<string> },
): Promise<void> {
  await addEntries(page, sent);
  for (const [name, value] of Object.entries(sent))
    if (value.length > 0) await answer(page, name, signatures.has(name) ? signer : value);
  await Promise.all([
    page.waitForEvent("load"),
    page.locator("main form button[type=submit], main form button:not([type])").last().click(),
  ]);
  const wrong = page.locator(".tr-error-summary");
  if ((await wrong.count()) > 0) throw new Error(`${page.url()}: ${((await wrong.textContent()) ?? "").replaceAll("\n", " ")}`);
}

/** Fills in the pages of a form as a path says, until the page on which they are checked; who fills in signs with their own name. */
export async function fillForm(
  page: Page,
  { form }: Service,
  path: ServicePath,
  { signer, seen }: { signer: string; seen(name: string): Promise<void> },
): Promise<void> {
  for (let pages = 0; pages <= form.pages.length; pages++) {
    const { pathname } = new URL(page.url());
    if (/[/-]check$/.test(pathname)) return;
    const id = /\/(?:form|fill)\/([^/]+)$/.exec(pathname)?.[1] ?? "";
    const sent = path.answers[id];
    if (!sent) throw new Error(`path ${path.id} has no answers for the page ${id || pathname}`);
    await addEntries(page, sent);
    await seen(id);
    const signatures = new Set(form.page(id)?.fields.flatMap(({ name, type }) => (type === "signature" ? [name] : [])));
    await fillOne(page, sent, { signer, signatures });
  }
  throw new Error("the form does not come to its end");
}
