import { fromText } from "./bytes.ts";
import { openPieces } from "./contents.ts";
import { openScreen, save } from "./screen.ts";
import { accessOf, unsealName, unwrapOfShare } from "./sealing.ts";
import { askBytes, post } from "./server.ts";

type Shared = { file: string; size: number; key: string; name: string; expiresAt: string; left: number | null };

/** The page of a link: it looks at what the link would give, which counts nothing, and fetches it when the button is pressed. */
function start(root: HTMLElement): void {
  const { link = "", id = "" } = root.dataset;
  const screen = openScreen(root);
  const { one, say, tell, problem } = screen;
  // another language is another page: the key comes along
  for (const form of document.querySelectorAll<HTMLFormElement>('form[action$="/language"]')) form.action += location.hash;
  const secret = /^#[A-Za-z0-9_-]{43}$/.test(location.hash) ? fromText(location.hash.slice(1)) : undefined;
  if (!secret) {
    problem(say("no-secret"));
    return;
  }

  const look = async () => {
    const access = await accessOf(id, secret);
    const shared = await post<Shared>(`${link}/look`, { access });
    const fileKey = await unwrapOfShare(id, secret, shared.key);
    return { access, ...shared, fileKey, called: await unsealName(shared.file, fileKey, shared.name) };
  };
  void screen.doing(async () => {
    const found = await look();
    one("[data-title]").textContent = found.called.name;
    one("[data-about]").textContent = `${screen.size(found.size)} · ${say("until", { day: screen.date(found.expiresAt) })}`;
    one("[data-left]").textContent = found.left === null ? say("left-any") : say("left", { left: found.left });
    screen.show("file");
  });
  one('[data-act="get"]').addEventListener(
    "click",
    () =>
      void screen.doing(async () => {
        const { access, file, size, fileKey, called } = await look();
        const { ticket } = await post<{ ticket: string }>(`${link}/open`, { access });
        const pieces = await openPieces({ id: file, size, fileKey }, (seq) => askBytes(`${link}/piece`, { ticket, seq }));
        save(called.name, pieces);
        screen.show("");
        tell(say("got", { name: called.name }));
      }),
  );
}

start(document.querySelector<HTMLElement>("[data-link]")!);
