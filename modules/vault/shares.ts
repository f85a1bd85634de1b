import { createHash, timingSafeEqual } from "node:crypto";
import { instant, type ModuleContext } from "@troad/kernel";
import { fail } from "./errors.ts";
import { fileOf, pieceOf } from "./store/files.ts";
import * as store from "./store/shares.ts";
import { lockVault, vaultOf } from "./store/vaults.ts";

const mostShares = 500;
const dayMs = 86_400_000;
/** How long who opened a link may fetch what it gives. */
const ticketMs = 10 * 60_000;
/** How long a link that is over is still listed, and says so to who opens it. */
const rememberedMs = 90 * dayMs;

export type NewShare = { id: string; file: string; key: string; access: string; days: number; most: number | null };
export type ShareState = "open" | "ended" | "expired" | "used-up";
export type Shared = {
  file: string;
  size: number;
  pieces: number;
  key: string;
  name: string;
  expiresAt: string;
  left: number | null;
};
export type Shares = ReturnType<typeof openShares>;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Where a link stands. */
export function stateOf(share: Pick<store.ShareRow, "ended_at" | "expires_at" | "most" | "opened">, now: string): ShareState {
  if (share.expires_at <= now) return "expired";
  if (share.ended_at !== null) return "ended";
  return share.most !== null && share.opened >= share.most ? "used-up" : "open";
}

/** Links to single files. Opening counts; looking, and everything that a browser or a preview does by itself, does not. */
export function openShares({ db, clock, ids }: Pick<ModuleContext, "db" | "clock" | "ids">) {
  const after = (ms: number): string => new Date(clock.now().getTime() + ms).toISOString();
  /** The link, where this is what its secret gives; who has the id alone learns only that there is or was one. */
  const asked = async (id: string, access: string) => {
    const share = await store.shareById(db, id);
    if (!share || !isSame(share.access_hash, sha256(access))) throw fail("vault.share-unknown");
    return share;
  };
  const file = async ({ vault, file: id, key }: store.ShareRow) => {
    const found = id === null ? undefined : await fileOf(db, vault, id);
    if (!found || key === null) throw fail("vault.share-over");
    return { ...found, key };
  };
  return {
    list: async (vault: string) =>
      (await store.sharesOf(db, vault, mostShares)).map((share) => ({ ...share, state: stateOf(share, instant(clock)) })),
    create: (subject: string, { id, file: of, key, access, days, most }: NewShare): Promise<void> =>
      db.tx(async (tx) => {
        const vault = await lockVault(tx, subject);
        const found = vault && (await fileOf(tx, vault.id, of));
        if (!found?.stored_at) throw fail("vault.file-unknown");
        if ((await store.countShares(tx, vault!.id)) >= mostShares) throw fail("vault.too-many-shares", { most: mostShares });
        const row = { id, vault: vault!.id, file: of, key, most, made_at: instant(clock), expires_at: after(days * dayMs) };
        if ((await store.insertShare(tx, { ...row, access_hash: sha256(access) })) === 0) throw fail("vault.malformed");
        await tx.audit({ actor: subject, action: "vault.shared", target: id, detail: { file: of } });
      }),
    /** Ends a link: from now on its page, its content and what was opened with it give nothing. */
    end: async (subject: string, id: string): Promise<void> => {
      const vault = await vaultOf(db, subject);
      const share = vault && (await store.shareById(db, id));
      if (!vault || share?.vault !== vault.id) throw fail("vault.share-unknown");
      await db.tx(async (tx) => {
        if ((await store.endShare(tx, vault.id, id, instant(clock))) === 0) return;
        await store.deleteTickets(tx, id);
        await tx.audit({ actor: subject, action: "vault.share-ended", target: id });
      });
    },
    state: async (id: string): Promise<ShareState> => {
      const share = await store.shareById(db, id);
      if (!share) throw fail("vault.share-unknown");
      return stateOf(share, instant(clock));
    },
    /** What a link would give, for who has its secret; counts nothing. */
    look: async (id: string, access: string): Promise<Shared> => {
      const share = await asked(id, access);
      if (stateOf(share, instant(clock)) !== "open") throw fail("vault.share-over");
      const { id: of, size, pieces, name, key } = await file(share);
      const left = share.most === null ? null : share.most - share.opened;
      return { file: of, size, pieces, key, name, expiresAt: share.expires_at, left };
    },
    /** Counts one opening and gives a ticket for the pieces. */
    open: async (id: string, access: string): Promise<string> => {
      const share = await asked(id, access);
      const ticket = ids.secret();
      await db.tx(async (tx) => {
        if ((await store.countOpening(tx, id, instant(clock))) === 0) throw fail("vault.share-over");
        await store.insertTicket(tx, { hash: sha256(ticket), share: share.id, expires_at: after(ticketMs) });
        await tx.audit({ actor: "link", action: "vault.share-opened", target: id });
      });
      return ticket;
    },
    piece: async (id: string, ticket: string, seq: number): Promise<Buffer> => {
      const found = await store.fileByTicket(db, id, sha256(ticket), instant(clock));
      const bytes = found && (await pieceOf(db, found.file, seq));
      if (!bytes) throw fail("vault.share-over");
      return bytes;
    },
    eraseOver: () => store.deleteOver(db, instant(clock), after(-rememberedMs)),
  };
}
