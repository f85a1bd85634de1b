import { signedText } from "../domain/format.ts";
import { type Bytes, random, toText } from "./bytes.ts";
import { askPasskey, newPasskey, type PasskeySecret } from "./passkey.ts";
import { newRecoveryKey, printedKey } from "./recovery.ts";
import { newSigner, newVaultKey, sign, unwrapVaultKey, wrapVaultKey } from "./sealing.ts";
import { post } from "./server.ts";

export type Wrap = { id: string; kind: "passkey" | "recovery"; credential: string | null; box: string; made_at: string };
export type VaultState = { id: string; turn: number; salt: string; signer: string; wraps: Wrap[] };
/** A vault that is open: its key is here, and goes with the page. */
export type OpenVault = { id: string; key: Bytes };

type Named = { name: string; title: string };

const passkeysIn = ({ wraps }: VaultState) =>
  wraps.flatMap((wrap) => (wrap.kind === "passkey" && wrap.credential ? [{ ...wrap, credential: wrap.credential }] : []));

const wrapFor = async (vault: string, { credential, secret }: PasskeySecret, key: Bytes) => ({
  ...{ id: crypto.randomUUID(), credential },
  box: await wrapVaultKey(vault, { kind: "passkey", id: credential, secret }, key),
});

async function wrapForRecovery(vault: string, key: Bytes) {
  const secret = newRecoveryKey();
  const id = crypto.randomUUID();
  return { id, box: await wrapVaultKey(vault, { kind: "recovery", id, secret }, key), printed: printedKey(secret) };
}

/** Makes a vault: its key, the first passkey and the recovery key. Nothing is at the server before both open it. */
export async function setUpVault(base: string, named: Named): Promise<{ vault: OpenVault; printed: string }> {
  const id = crypto.randomUUID();
  const salt = toText(random(32));
  const passkey = await newPasskey({ vault: id, salt, known: [], ...named });
  const key = newVaultKey();
  const { printed, ...recovery } = await wrapForRecovery(id, key);
  const wrap = await wrapFor(id, passkey, key);
  await post(`${base}/setup`, { id, salt, ...(await newSigner(id, key)), passkey: wrap, recovery });
  return { vault: { id, key }, printed };
}

export async function openByPasskey(state: VaultState): Promise<OpenVault> {
  const passkeys = passkeysIn(state);
  const ids = passkeys.map(({ credential }) => credential);
  const { credential: id, secret } = await askPasskey(state.salt, ids);
  const { box } = passkeys.find(({ credential }) => credential === id)!;
  return { id: state.id, key: await unwrapVaultKey(state.id, { kind: "passkey", id, secret }, box) };
}

export async function openByRecovery(state: VaultState, secret: Bytes): Promise<OpenVault> {
  const { id, box } = state.wraps.find(({ kind }) => kind === "recovery")!;
  return { id: state.id, key: await unwrapVaultKey(state.id, { kind: "recovery", id, secret }, box) };
}

/** A change of what opens the vault, signed by the vault. */
async function change(base: string, { id, key }: OpenVault, { turn, signer }: VaultState, what: object): Promise<void> {
  const text = JSON.stringify(what);
  const signature = await sign(id, key, signer, signedText(id, turn, text));
  await post(`${base}/change`, { turn, change: text, signature });
}

export async function addPasskey(base: string, vault: OpenVault, state: VaultState, named: Named): Promise<void> {
  const known = passkeysIn(state).map(({ credential }) => credential);
  const passkey = await newPasskey({ vault: state.id, salt: state.salt, known, ...named });
  await change(base, vault, state, { do: "add-passkey", ...(await wrapFor(vault.id, passkey, vault.key)) });
}

export async function replaceRecovery(base: string, vault: OpenVault, state: VaultState): Promise<string> {
  const { printed, ...wrap } = await wrapForRecovery(vault.id, vault.key);
  await change(base, vault, state, { do: "replace-recovery", ...wrap });
  return printed;
}

export const removePasskey = (base: string, vault: OpenVault, state: VaultState, id: string): Promise<void> =>
  change(base, vault, state, { do: "remove-passkey", id });
