import { Refused } from "./server.ts";

/** The part of a page that its script fills in, found by data attributes. */
export type Screen = ReturnType<typeof openScreen>;

export function openScreen(root: HTMLElement) {
  const words = JSON.parse(root.dataset.words ?? "{}") as Record<string, string>;
  const lang = document.documentElement.lang;
  const one = <E extends HTMLElement = HTMLElement>(selector: string): E => root.querySelector<E>(selector)!;
  const say = (word: string, values: Record<string, string | number> = {}): string =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), words[word] ?? word);
  const tell = (text: string): void => {
    one("[data-problem]").hidden = true;
    one("[data-said]").textContent = text;
  };
  const told = (error: unknown): string => {
    if (error instanceof Refused) return error.message;
    const name = error instanceof Error ? error.name : "";
    // what does not open was altered, or sealed with another key
    if (name === "OperationError") return say("broken");
    return say(name === "NotAllowedError" || name === "InvalidStateError" ? "cancelled" : "failed");
  };
  const problem = (text: string): void => {
    one("[data-said]").textContent = "";
    const place = one("[data-problem]");
    place.textContent = text;
    place.hidden = false;
  };
  const date = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : `${lang}-u-ca-roc`, {
    ...{ dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Taipei" },
  });
  return {
    ...{ root, one, say, tell, problem },
    show: (part: string): void => {
      for (const each of root.querySelectorAll<HTMLElement>("[data-part]")) each.hidden = each.dataset.part !== part;
    },
    date: (text: string): string => date.format(new Date(text)),
    size: (bytes: number): string => {
      const [unit, by] = bytes < 1e6 ? (["kilobyte", 1e3] as const) : (["megabyte", 1e6] as const);
      return new Intl.NumberFormat(lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(bytes / by);
    },
    /** Fills a list with rows of its template; `act` is done when a button of the row is pressed. */
    fill: <T>(list: string, rows: readonly T[], shown: (row: T) => Row): void => {
      const template = one<HTMLTemplateElement>(`template[data-row="${list}"]`);
      const items = rows.map((row) => {
        const item = template.content.cloneNode(true) as DocumentFragment;
        const { title, about, acts, tag } = shown(row);
        item.querySelector("[data-title]")!.textContent = title;
        item.querySelector("[data-about]")!.textContent = about;
        if (tag !== undefined) item.querySelector("li")!.dataset.id = tag;
        for (const button of item.querySelectorAll<HTMLElement>("[data-row-act]")) {
          const act = acts[button.dataset.rowAct ?? ""];
          if (!act) button.remove();
          else {
            button.setAttribute("aria-label", `${button.textContent} ${title}`);
            button.addEventListener("click", act);
          }
        }
        return item;
      });
      one(`[data-list="${list}"]`).replaceChildren(...items);
    },
    /** Does what was asked, one thing at a time; what goes wrong is said. */
    doing: async (work: () => Promise<void>): Promise<void> => {
      if (root.getAttribute("aria-busy") === "true") return;
      root.setAttribute("aria-busy", "true");
      tell("");
      try {
        await work();
      } catch (error) {
        problem(told(error));
      } finally {
        root.removeAttribute("aria-busy");
      }
    },
  };
}

export type Row = { title: string; about: string; tag?: string; acts: Record<string, (() => void) | undefined> };

/** Gives a file to the person. It is never shown as a page of ours, whatever it is. */
export function save(name: string, parts: readonly BlobPart[]): void {
  const address = URL.createObjectURL(new Blob([...parts], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
