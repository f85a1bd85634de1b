import { archiveOf, getFile, type NamedFile, named, type StoredFile, sendFile } from "./contents.ts";
import {
  addPasskey,
  type OpenVault,
  openByPasskey,
  openByRecovery,
  removePasskey,
  replaceRecovery,
  setUpVault,
  type VaultState,
} from "./keys.ts";
import { type Link, makeLink } from "./links.ts";
import { NoPrf } from "./passkey.ts";
import { typedKey } from "./recovery.ts";
import { openScreen, save } from "./screen.ts";
import { post, Refused, read } from "./server.ts";

type State = VaultState & { files: StoredFile[]; shares: Link[]; used: number };
type Answer = { vault: State | null; limits: { file: number; quota: number } };

/** How many files are listed at first, and more by each press. */
const step = 50;

/** The page of a person's vault. What opens it is a variable of this function and goes with the page. */
function start(root: HTMLElement): void {
  const { vault: base = "", zip = "", name = "", title = "" } = root.dataset;
  const screen = openScreen(root);
  const { one, say, tell, problem, show } = screen;
  const passkeyNames = { name, title };
  let vault: OpenVault | undefined;
  let state: Answer = { vault: null, limits: { file: 0, quota: 0 } };
  let files: NamedFile[] = [];
  let listed = step;
  let chosen: NamedFile | undefined;

  const load = async (): Promise<void> => {
    state = await read<Answer>(`${base}/vault.json`);
    if (!state.vault) vault = undefined;
    if (!vault || !state.vault) return show(state.vault ? "locked" : "none");
    const all = await Promise.all(state.vault.files.map((file) => named(vault!, file)));
    files = all.filter((file) => file !== undefined);
    draw(state.vault, all.length - files.length);
  };
  /** What is done ends with a fresh look at the vault, and says so. */
  const doing = (work: () => Promise<string | undefined>): void =>
    void screen.doing(async () => {
      try {
        const said = await work();
        await load();
        if (said) tell(said);
      } catch (error) {
        if (!(error instanceof NoPrf)) throw error;
        problem(say("no-prf"));
      }
    });
  const done = async (work: Promise<unknown>, word: string, values?: Record<string, string | number>): Promise<string> => {
    await work;
    return say(word, values);
  };
  const act = (named: string, work: () => Promise<string | undefined>): void =>
    one(`[data-act="${named}"]`).addEventListener("click", () => doing(work));

  function draw(opened: State, broken: number): void {
    show("open");
    one("[data-used]").textContent = say("used", { used: screen.size(opened.used), most: screen.size(state.limits.quota) });
    screen.fill("files", files.slice(0, listed), (file) => ({
      title: file.called.name,
      about: `${screen.size(file.size)} · ${screen.date(file.stored_at)}`,
      acts: {
        get: () => doing(async () => void save(file.called.name, await getFile(base, file))),
        share: () => share(file),
        delete: () => doing(() => done(post(`${base}/files/${file.id}/delete`), "deleted", { name: file.called.name })),
      },
    }));
    one('[data-act="more"]').hidden = files.length <= listed;
    one('[data-empty="files"]').textContent = files.length === 0 ? say("files-none") : "";
    if (broken > 0) problem(say("gone", { files: broken }));
    drawLinks(opened);
    screen.fill("keys", opened.wraps, ({ id, kind, made_at }) => ({
      title: say(kind === "passkey" ? "passkey" : "recovery"),
      about: screen.date(made_at),
      acts: {
        remove:
          kind === "passkey" && opened.wraps.length > 2
            ? () => doing(() => done(removePasskey(base, vault!, opened, id), "passkey-removed"))
            : undefined,
      },
    }));
  }
  function drawLinks(opened: State): void {
    screen.fill("links", opened.shares, ({ id, file, ...link }) => ({
      title: files.find((each) => each.id === file)?.called.name ?? "—",
      about: `${say(`state.${link.state}`)} · ${say("of", { opened: link.opened, most: link.most ?? say("any") })} · ${screen.date(link.expires_at)}`,
      tag: id,
      acts: {
        end: link.state === "open" ? () => doing(() => done(post(`${base}/shares/${id}/end`), "share-ended")) : undefined,
      },
    }));
    one('[data-empty="links"]').textContent = opened.shares.length === 0 ? say("links-none") : "";
  }
  function share(file: NamedFile): void {
    chosen = file;
    one("[data-made]").hidden = true;
    one("[data-share-name]").textContent = file.called.name;
    one('[data-form="share"]').hidden = false;
    one('[data-form="share"] h3').focus();
  }
  /** Shows a recovery key, once: it leaves the page with the press of a button. */
  function print(key: string): void {
    one("[data-recovery]").textContent = key;
    show("printed");
    one('[data-part="printed"] h2').focus();
  }
  const form = (named: string, work: (data: FormData) => Promise<string | undefined>): void =>
    one<HTMLFormElement>(`[data-form="${named}"]`).addEventListener("submit", (event) => {
      event.preventDefault();
      const data = new FormData(event.currentTarget as HTMLFormElement);
      doing(() => work(data));
    });

  one('[data-act="set-up"]').addEventListener(
    "click",
    () =>
      void screen.doing(async () => {
        try {
          const made = await setUpVault(base, passkeyNames);
          vault = made.vault;
          print(made.printed);
        } catch (error) {
          if (!(error instanceof NoPrf)) throw error;
          problem(say("no-prf"));
        }
      }),
  );
  one('[data-act="print"]').addEventListener("click", () => globalThis.print());
  act("kept", async () => {
    one("[data-recovery]").textContent = "";
    return say("set-up");
  });
  act("unlock", async () => {
    vault = await openByPasskey(state.vault!);
    return say("opened");
  });
  form("recover", async (data) => {
    const secret = typedKey(String(data.get("key")));
    const wrong = one("#recovery-key-error");
    const field = one<HTMLInputElement>("#recovery-key");
    const opened = secret && (await openByRecovery(state.vault!, secret).catch(() => undefined));
    wrong.hidden = opened !== undefined;
    wrong.textContent = opened ? "" : say("recovery-wrong");
    field.setAttribute("aria-invalid", String(!opened));
    if (!opened) {
      field.focus();
      return undefined;
    }
    field.value = "";
    vault = opened;
    return say("opened");
  });
  one<HTMLInputElement>("#files").addEventListener("change", (event) => {
    const input = event.currentTarget as HTMLInputElement;
    const given = [...(input.files ?? [])];
    doing(async () => {
      const large = given.find(({ size }) => size > state.limits.file);
      if (large) throw new Refused("too-large", say("too-large", { name: large.name, most: screen.size(state.limits.file) }));
      for (const file of given)
        await sendFile(base, vault!, file, (part) =>
          tell(say("uploading", { name: file.name, percent: Math.round(part * 100) })),
        );
      return say("uploaded", { files: given.length });
    });
    input.value = "";
  });
  form("share", async (data) => {
    const most = String(data.get("most"));
    const link = await makeLink(base, chosen!, { days: Number(data.get("days")), most: most === "" ? null : Number(most) });
    one('[data-form="share"]').hidden = true;
    one<HTMLInputElement>("#link").value = link;
    one("[data-made]").hidden = false;
    return say("shared");
  });
  act("copy", () => done(navigator.clipboard.writeText(one<HTMLInputElement>("#link").value), "copied"));
  act("add-passkey", () => done(addPasskey(base, vault!, state.vault!, passkeyNames), "passkey-added"));
  one('[data-act="new-recovery"]').addEventListener(
    "click",
    () => void screen.doing(async () => print(await replaceRecovery(base, vault!, state.vault!))),
  );
  act("more", async () => {
    listed += step;
    return undefined;
  });
  act("export", async () => {
    tell(say("exporting"));
    save("vault.zip", [await archiveOf(base, zip, files)]);
    return say("exported", { files: files.length });
  });
  act("lock", async () => {
    vault = undefined;
    files = [];
    for (const list of ["files", "links", "keys"]) screen.fill(list, [], () => ({ title: "", about: "", acts: {} }));
    one<HTMLInputElement>("#link").value = "";
    one("[data-made]").hidden = true;
    one('[data-form="share"]').hidden = true;
    return say("locked");
  });
  act("erase", async () => {
    await post(`${base}/erase`, { confirm: "erase" });
    return say("erased");
  });
  // a page that the browser keeps for its button Back would keep the key
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  if (!globalThis.PublicKeyCredential || !globalThis.crypto?.subtle) problem(say("no-browser"));
  else doing(async () => undefined);
}

start(document.querySelector<HTMLElement>("[data-vault]")!);
