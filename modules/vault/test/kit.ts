import { type Database, defineModule, offerApi, type Process, shiftedClock } from "@troad/kernel";
import { type Session, sessionApi } from "@troad/web";
import { startModules } from "../../../kernel/test/modules.ts";
import { random, toText } from "../browser/bytes.ts";
import { newRecoveryKey } from "../browser/recovery.ts";
import { newSigner, newVaultKey, sign, wrapVaultKey } from "../browser/sealing.ts";
import { signedText } from "../domain/format.ts";
import vault from "../module.ts";

const person = (subject: string): Session => ({ subject, name: subject, proof: 4, roles: [{ role: "citizen", agency: null }] });

/** Who is signed in, as the portal says it: the cookie is the name. */
const portal = defineModule({
  name: "portal",
  root: new URL("../../portal/module.ts", import.meta.url).href,
  create: () => ({
    api: offerApi(sessionApi, { signedIn: async (secret) => person(secret), nationalId: async () => null }),
  }),
});

export const clock = shiftedClock();

/** The vault on a database of its own. */
export async function startVault(env: NodeJS.ProcessEnv): Promise<{ running: Process; db: Database; stop(): Promise<void> }> {
  const started = await startModules([portal, vault], { content: ["roles", "agencies", "pages"], clock, env });
  return { ...started, db: started.running.schemas.of("vault") };
}

export type Answer = { status: number; code: string | undefined; body: Record<string, unknown>; bytes: Buffer };

/** What a browser asks for a person; without one, for nobody. */
export const asking =
  ({ running }: { running: Process }, who?: string) =>
  async (path: string, sent?: unknown): Promise<Answer> => {
    const isBytes = sent instanceof Uint8Array;
    const answer = await fetch(`${running.origin}${path}`, {
      headers: {
        ...{ accept: "application/json", cookie: who === undefined ? "" : `session=${who}` },
        ...(sent === undefined ? {} : { "content-type": isBytes ? "application/octet-stream" : "application/json" }),
      },
      ...(sent === undefined ? {} : { method: "POST", body: isBytes ? Buffer.from(sent) : JSON.stringify(sent) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    const body = isJson ? (JSON.parse(bytes.toString()) as Record<string, unknown>) : {};
    return { status: answer.status, code: body.code as string | undefined, body, bytes };
  };

/** A vault as a browser makes it, with the secrets that only the browser has. */
export async function newVault() {
  const id = crypto.randomUUID();
  const key = newVaultKey();
  const passkey = { id: crypto.randomUUID(), credential: toText(random(32)), secret: random(32) };
  const recovery = { id: crypto.randomUUID(), secret: newRecoveryKey() };
  const wrap = (opener: { id: string; credential?: string; secret: Uint8Array<ArrayBuffer> }) =>
    wrapVaultKey(
      id,
      { kind: opener.credential ? "passkey" : "recovery", id: opener.credential ?? opener.id, secret: opener.secret },
      key,
    );
  const signer = await newSigner(id, key);
  return {
    ...{ id, key, passkey, recovery, wrap },
    setup: {
      ...{ id, salt: toText(random(32)), ...signer },
      passkey: { id: passkey.id, credential: passkey.credential, box: await wrap(passkey) },
      recovery: { id: recovery.id, box: await wrap(recovery) },
    },
    signed: async (turn: number, what: object) => {
      const change = JSON.stringify(what);
      return { turn, change, signature: await sign(id, key, signer.signer, signedText(id, turn, change)) };
    },
  };
}
