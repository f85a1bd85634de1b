import { instant, type ModuleContext, type Tx } from "@troad/kernel";
import { type Change, isSigned, readChange } from "./domain/change.ts";
import { signedText } from "./domain/format.ts";
import { fail } from "./errors.ts";
import {
  deletePasskey,
  deleteRecovery,
  deleteVault,
  insertVault,
  insertWrap,
  lockVault,
  takeTurn,
  type VaultRow,
  vaultOf,
  type WrapRow,
  wrapsOf,
} from "./store/vaults.ts";

export const mostPasskeys = 10;

export type NewVault = {
  id: string;
  salt: string;
  publicKey: string;
  signer: string;
  passkey: { id: string; credential: string; box: string };
  recovery: { id: string; box: string };
};
export type SignedChange = { turn: number; change: string; signature: string };
export type Vaults = ReturnType<typeof openVaults>;

/** Vaults and what opens them. The server cannot: it has the vault key only sealed, and takes changes that the vault itself signed. */
export function openVaults({ db, clock }: Pick<ModuleContext, "db" | "clock">) {
  const apply = async (tx: Tx, vault: VaultRow, change: Change): Promise<void> => {
    const passkeys = (await wrapsOf(tx, vault.id)).filter(({ kind }) => kind === "passkey");
    const wrap = { vault: vault.id, made_at: instant(clock) };
    if (change.do === "add-passkey") {
      if (passkeys.length >= mostPasskeys) throw fail("vault.too-many-passkeys", { most: mostPasskeys });
      const { id, credential, box } = change;
      if ((await insertWrap(tx, { ...wrap, id, kind: "passkey", credential, box })) === 0) throw fail("vault.passkey-known");
    } else if (change.do === "replace-recovery") {
      await deleteRecovery(tx, vault.id);
      const { id, box } = change;
      if ((await insertWrap(tx, { ...wrap, id, kind: "recovery", credential: null, box })) === 0) throw fail("vault.malformed");
    } else {
      if (!passkeys.some(({ id }) => id === change.id)) throw fail("vault.passkey-unknown");
      if (passkeys.length === 1) throw fail("vault.last-passkey");
      await deletePasskey(tx, vault.id, change.id);
    }
  };
  return {
    find: async (subject: string): Promise<(VaultRow & { wraps: WrapRow[] }) | undefined> => {
      const vault = await vaultOf(db, subject);
      return vault && { ...vault, wraps: await wrapsOf(db, vault.id) };
    },
    setUp: (subject: string, { id, salt, publicKey, signer, passkey, recovery }: NewVault): Promise<void> =>
      db.tx(async (tx) => {
        const made_at = instant(clock);
        if ((await insertVault(tx, { id, subject, salt, public_key: publicKey, signer, made_at })) === 0)
          throw fail("vault.exists");
        const wraps = [
          { ...passkey, kind: "passkey" as const },
          { ...recovery, kind: "recovery" as const, credential: null },
        ];
        for (const wrap of wraps)
          if ((await insertWrap(tx, { ...wrap, vault: id, made_at })) === 0) throw fail("vault.malformed");
        await tx.audit({ actor: subject, action: "vault.set-up", target: id });
      }),
    /** Changes what opens the vault, if the vault signed it for this turn: who has a session alone adds and removes nothing. */
    change: (subject: string, { turn, change, signature }: SignedChange): Promise<void> =>
      db.tx(async (tx) => {
        const vault = await lockVault(tx, subject);
        if (!vault) throw fail("vault.none");
        const read = readChange(change);
        if (!read) throw fail("vault.malformed");
        if (!(await isSigned(vault.public_key, signedText(vault.id, turn, change), signature))) throw fail("vault.key-wrong");
        if ((await takeTurn(tx, vault.id, turn)) === 0) throw fail("vault.out-of-turn");
        await apply(tx, vault, read);
        await tx.audit({ actor: subject, action: `vault.${read.do}`, target: read.id });
      }),
    /** Everything of the vault goes at once: keys, files, links. */
    erase: (subject: string): Promise<void> =>
      db.tx(async (tx) => {
        const vault = await lockVault(tx, subject);
        if (!vault) throw fail("vault.none");
        await deleteVault(tx, subject);
        await tx.audit({ actor: subject, action: "vault.erased", target: vault.id });
      }),
  };
}
