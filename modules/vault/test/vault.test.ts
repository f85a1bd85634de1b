import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Database, Tx } from "@troad/kernel";
import { random, toText } from "../browser/bytes.ts";
import { newSigner } from "../browser/sealing.ts";
import { pieceLength, piecesOf, sealedPiece } from "../domain/format.ts";
import { openFiles } from "../files.ts";
import { asking, clock, newVault, startVault } from "./kit.ts";

const megabyte = 2 ** 20;
let it: Awaited<ReturnType<typeof startVault>>;
let own: Awaited<ReturnType<typeof newVault>>;
before(async () => {
  it = await startVault({ VAULT_FILE_MB: "2", VAULT_QUOTA_MB: "3" });
  own = await newVault();
  assert.equal((await asking(it, "wang")("/my-data/vault/setup", own.setup)).status, 200);
  assert.equal((await asking(it, "chen")("/my-data/vault/setup", (await newVault()).setup)).status, 200);
});
after(() => it?.stop());

const base = "/my-data/vault";
const text = (length: number): string => toText(random(Math.ceil((length * 3) / 4))).slice(0, length);
const newFile = (size: number) => ({ id: crypto.randomUUID(), size, key: text(80), name: text(208) });
const state = async (who: string) =>
  (await asking(it, who)(`${base}/vault.json`)).body.vault as Record<string, never[]> & { turn: number };

/** Puts a file into a vault; gives its id. */
async function put(who: string, size: number): Promise<string> {
  const ask = asking(it, who);
  const file = newFile(size);
  assert.equal((await ask(`${base}/files`, file)).status, 200);
  for (let seq = 0; seq < piecesOf(size); seq++)
    assert.equal((await ask(`${base}/files/${file.id}/${seq}`, piece(size, seq))).status, 200);
  assert.equal((await ask(`${base}/files/${file.id}/stored`, {})).status, 200);
  return file.id;
}
const piece = (size: number, seq: number): Uint8Array => Buffer.alloc(pieceLength(size, seq), seq + 1);

test("who is not signed in, or is another person, reads, changes and deletes nothing of a vault", async () => {
  const id = await put("wang", 600_000);
  const asked: [string, unknown?][] = [
    [`${base}/files/${id}/0/piece.bin`],
    [`${base}/files/${id}/1`, piece(600_000, 1)],
    [`${base}/files/${id}/stored`, {}],
    [`${base}/files/${id}/delete`, {}],
    [`${base}/shares`, { id: crypto.randomUUID(), file: id, key: text(80), access: text(43), days: 1, most: null }],
  ];
  for (const [path, body] of asked) {
    assert.deepEqual((await asking(it)(path, body)).code, "vault.signed-out", path);
    assert.deepEqual((await asking(it, "chen")(path, body)).code, "vault.file-unknown", path);
  }
  assert.equal((await asking(it)(`${base}/vault.json`)).status, 401);
  assert.deepEqual((await state("chen")).files, []);
  assert.equal((await asking(it, "wang")(`${base}/files/${id}/0/piece.bin`)).bytes.length, sealedPiece);
  await asking(it, "wang")(`${base}/files/${id}/delete`, {});
});

test("a change of the keys counts once, in its turn, and only if the vault signed it", async () => {
  const ask = asking(it, "wang");
  const change = (body: unknown) => ask(`${base}/change`, body);
  const credential = toText(random(32));
  const added = {
    do: "add-passkey",
    id: crypto.randomUUID(),
    credential,
    box: await own.wrap({ id: "", credential, secret: random(32) }),
  };
  const { turn } = await state("wang");
  const good = await own.signed(turn, added);
  // a session alone, a signature of another vault, of another change, of another turn
  const other = await newVault();
  for (const [forged, code] of [
    [{ ...good, signature: text(86) }, "vault.key-wrong"],
    [{ ...good, signature: (await other.signed(turn, added)).signature }, "vault.key-wrong"],
    [{ ...good, change: JSON.stringify({ ...added, box: text(80) }) }, "vault.key-wrong"],
    [{ ...good, turn: turn + 1 }, "vault.key-wrong"],
    [await own.signed(turn + 1, added), "vault.out-of-turn"],
    [await own.signed(turn, { ...added, do: "open" }), "vault.malformed"],
    [{ ...good, change: "{" }, "vault.malformed"],
    [{ ...good, signature: "x" }, "request.invalid"],
  ] as const)
    assert.equal((await change(forged)).code, code);
  assert.equal((await asking(it, "chen")(`${base}/change`, good)).code, "vault.key-wrong", "nor does it count for another vault");
  assert.equal((await state("wang")).wraps?.length, 2);
  assert.equal((await change(good)).status, 200);
  assert.equal((await change(good)).code, "vault.out-of-turn", "sent again it counts no more");
  assert.equal((await change(await own.signed(turn + 1, { ...added, id: crypto.randomUUID() }))).code, "vault.passkey-known");
  const gone = { do: "remove-passkey", id: added.id };
  assert.equal((await change(await own.signed(turn + 1, gone))).status, 200);
  assert.equal((await change(await own.signed(turn + 2, gone))).code, "vault.passkey-unknown");
  assert.equal((await change(await own.signed(turn + 2, { ...gone, id: own.passkey.id }))).code, "vault.last-passkey");
  assert.equal((await change(await own.signed(turn + 2, { ...gone, id: own.recovery.id }))).code, "vault.passkey-unknown");
  const recovery = {
    do: "replace-recovery",
    id: crypto.randomUUID(),
    box: await own.wrap({ id: own.recovery.id, secret: random(20) }),
  };
  assert.equal((await change(await own.signed(turn + 2, recovery))).status, 200);
  assert.deepEqual(
    ((await state("wang")).wraps as { kind: string }[]).map(({ kind }) => kind),
    ["passkey", "recovery"],
  );
});

test("a second vault, and one with a signing key that is none, are refused", async () => {
  const second = await newVault();
  assert.equal((await asking(it, "wang")(`${base}/setup`, second.setup)).code, "vault.exists");
  const taken = { ...second.setup, id: own.id, ...(await newSigner(own.id, own.key)) };
  assert.equal((await asking(it, "lee")(`${base}/setup`, taken)).code, "vault.exists", "nor one under the id of another");
  for (const wrong of [{ id: "x" }, { salt: "short" }, { publicKey: "" }, { recovery: null }, { more: 1 }])
    assert.equal((await asking(it, "lee")(`${base}/setup`, { ...second.setup, ...wrong })).status, 400);
  assert.equal(await state("lee"), null);
});

test("what is too large or too much is refused before it is stored, and a piece of the wrong length or turn is none", async () => {
  const ask = asking(it, "chen");
  assert.equal((await ask(`${base}/files`, newFile(2 * megabyte + 1))).code, "vault.file-too-large");
  for (const size of [-1, 1.5, 1e300]) assert.equal((await ask(`${base}/files`, newFile(size))).status, 400);
  const large = newFile(2 * megabyte);
  assert.equal((await ask(`${base}/files`, large)).status, 200);
  assert.equal((await ask(`${base}/files`, { ...large, size: 1 })).code, "vault.file-known");
  assert.equal((await ask(`${base}/files`, newFile(megabyte))).code, "vault.full", "what is on its way counts");
  const at = (seq: number | string) => `${base}/files/${large.id}/${seq}`;
  assert.equal((await ask(at(1), piece(large.size, 1))).code, "vault.piece-wrong");
  assert.equal((await ask(at(0), Buffer.alloc(100))).code, "vault.piece-wrong");
  assert.equal((await ask(at(0), Buffer.alloc(sealedPiece + 1))).code, "request.too-large");
  assert.equal((await ask(at(0), { not: "bytes" })).code, "vault.malformed");
  assert.equal((await ask(at("x"), piece(large.size, 0))).status, 400);
  assert.equal((await ask(at(0), piece(large.size, 0))).status, 200);
  assert.equal((await ask(at(0), piece(large.size, 0))).status, 200, "a piece whose answer was lost is sent again");
  assert.equal((await ask(at(0), Buffer.alloc(sealedPiece, 9))).code, "vault.piece-wrong", "but not another one");
  assert.equal((await ask(at("stored"), {})).code, "vault.not-whole");
  assert.deepEqual((await state("chen")).files, []);
  clock.shift(3_700_000);
  await openFiles({ db: it.db, clock }, { fileBytes: 1, quotaBytes: 1 }).giveUpAbandoned();
  assert.equal((await ask(at(1), piece(large.size, 1))).code, "vault.file-unknown", "what stopped on its way is given up");
  assert.equal((await state("chen")).used as unknown as number, 0);
});

/** The database, whose transaction breaks off before its statement `at`, as when the program is killed there. */
function breaking(db: Database, at: number): { db: Database; hasBroken(): boolean } {
  let [count, broken] = [0, false];
  const counted = (tx: Tx): Tx =>
    new Proxy(tx, {
      get: (of, name: keyof Tx) => {
        const found = of[name];
        if (typeof found !== "function") return found;
        return async (...given: never[]) => {
          count += 1;
          if (count === at) {
            broken = true;
            throw new Error("killed");
          }
          return (found as (...all: never[]) => unknown).apply(of, given);
        };
      },
    });
  return {
    db: new Proxy(db, {
      get: (of, name: keyof Database) =>
        name === "tx" ? <T>(work: (tx: Tx) => Promise<T>) => of.tx((tx) => work(counted(tx))) : of[name],
    }),
    hasBroken: () => broken,
  };
}

test("killed before each write of an upload there is no half file: it is not there, or all of it", async () => {
  const size = 600_000;
  for (let at = 1, broke = true; broke; at++) {
    const file = newFile(size);
    const given = breaking(it.db, at);
    const limits = { fileBytes: 2 * megabyte, quotaBytes: 3 * megabyte };
    const upload = async (files: ReturnType<typeof openFiles>): Promise<void> => {
      for (const seq of [0, 1]) await files.append("chen", { id: file.id, seq, bytes: Buffer.from(piece(size, seq)) });
      await files.finish("chen", file.id);
    };
    await openFiles({ db: it.db, clock }, limits).begin("chen", file);
    await upload(openFiles({ db: given.db, clock }, limits)).catch((error: Error) => assert.equal(error.message, "killed"));
    broke = given.hasBroken();
    assert.equal((await state("chen")).files?.length, broke ? 0 : 1, `broken before statement ${at}`);
    await upload(openFiles({ db: it.db, clock }, limits)).catch((error: { code?: string }) =>
      assert.ok(!broke && error.code === "vault.piece-wrong"),
    );
    assert.equal((await state("chen")).files?.length, 1);
    for (const seq of [0, 1])
      assert.ok((await asking(it, "chen")(`${base}/files/${file.id}/${seq}/piece.bin`)).bytes.equals(piece(size, seq)));
    await asking(it, "chen")(`${base}/files/${file.id}/delete`, {});
    if (!broke) assert.ok(at > 8, `only ${at} statements`);
  }
});

/** Makes a link; gives what its holder has. */
async function share(who: string, file: string, terms: { days?: number; most?: number | null } = {}) {
  const link = { id: crypto.randomUUID(), access: text(43) };
  const body = { ...link, file, key: text(80), days: 1, most: null, ...terms };
  assert.equal((await asking(it, who)(`${base}/shares`, body)).status, 200);
  const ask = (what: string, sent: object = { access: link.access }) => asking(it)(`/vault/s/${link.id}/${what}`, sent);
  return { ...link, ask, page: () => asking(it)(`/vault/s/${link.id}`) };
}

test("of ten who open a link for three at once, three get the file; what only looks at it uses nothing up (psi-4ward/psitransfer#365)", async () => {
  const id = await put("wang", 10);
  const { ask, page } = await share("wang", id, { most: 3 });
  for (let looked = 0; looked < 5; looked++) assert.equal((await ask("look")).body.left, 3);
  assert.equal((await ask("look", { access: text(43) })).code, "vault.share-unknown");
  assert.equal((await ask("open", { access: text(43) })).code, "vault.share-unknown", "the id alone opens and uses up nothing");
  const all = await Promise.all(Array.from({ length: 10 }, () => ask("open")));
  assert.equal(all.filter(({ status }) => status === 200).length, 3);
  assert.equal(all.filter(({ code }) => code === "vault.share-over").length, 7);
  const ticket = all.find(({ status }) => status === 200)!.body.ticket as string;
  assert.equal((await ask("piece", { ticket, seq: 0 })).bytes.length, pieceLength(10, 0));
  assert.equal((await ask("piece", { ticket: text(43), seq: 0 })).code, "vault.share-over");
  assert.equal((await page()).status, 410);
  clock.shift(11 * 60_000);
  assert.equal((await ask("piece", { ticket, seq: 0 })).code, "vault.share-over", "a ticket is for some minutes");
});

test("a link that ended, whose time is over or whose file is gone gives nothing at any of its addresses (haiwen/seafile#2331)", async () => {
  const [id, other] = [await put("wang", 10), await put("wang", 10)];
  const ended = await share("wang", id);
  const gone = await share("wang", other);
  const late = await share("wang", id);
  const tickets = await Promise.all([ended, gone, late].map(async ({ ask }) => (await ask("open")).body.ticket as string));
  assert.equal((await asking(it, "chen")(`${base}/shares/${ended.id}/end`, {})).code, "vault.share-unknown", "its owner ends it");
  assert.equal((await ended.ask("look")).status, 200);
  await asking(it, "wang")(`${base}/shares/${ended.id}/end`, {});
  await asking(it, "wang")(`${base}/files/${other}/delete`, {});
  const isOver = async ({ ask, page }: typeof ended, ticket: string) => {
    assert.equal((await page()).status, 410);
    for (const answer of [await ask("look"), await ask("open"), await ask("piece", { ticket, seq: 0 })])
      assert.equal(answer.code, "vault.share-over");
  };
  await isOver(ended, tickets[0]!);
  await isOver(gone, tickets[1]!);
  assert.equal((await late.ask("piece", { ticket: tickets[2]!, seq: 0 })).status, 200);
  clock.shift(86_400_000);
  await isOver(late, tickets[2]!);
  const elsewhere = await share("wang", id);
  const ticket = (await elsewhere.ask("open")).body.ticket as string;
  assert.equal((await late.ask("piece", { ticket, seq: 0 })).code, "vault.share-over", "a ticket is for one link");
  assert.equal((await asking(it)(`/vault/s/${crypto.randomUUID()}`)).status, 404);
});

test("erased, a vault leaves nothing, and another one can begin", async () => {
  const ask = asking(it, "wang");
  const kept = await share("wang", await put("wang", 10));
  assert.equal((await ask(`${base}/erase`, {})).status, 400);
  assert.equal((await ask(`${base}/erase`, { confirm: "erase" })).status, 200);
  assert.equal((await ask(`${base}/erase`, { confirm: "erase" })).code, "vault.none");
  assert.equal((await kept.page()).status, 404);
  assert.equal(await state("wang"), null);
  assert.equal((await ask(`${base}/setup`, (await newVault()).setup)).status, 200);
});
