import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { taipeiDate } from "@troad/kernel";
import { calculateJwkThumbprint, compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { needs, run } from "../../../packages/trust/test/tools.ts";
import type { Cards } from "../cards.ts";
import { headOf, portrait } from "./photos.ts";

const modulePath = "/usr/lib/softhsm/libsofthsm2.so";
export const skip = needs("softhsm2-util", "pkcs11-tool") || (existsSync(modulePath) ? false : "needs libsofthsm2.so");

export type Equipment = Awaited<ReturnType<typeof equipment>>;

/** A reader (SoftHSM2 in a folder of its own) and a printer of letters, whose private key is here alone. */
export async function equipment() {
  const folder = mkdtempSync(path.join(tmpdir(), "troad-centre-"));
  mkdirSync(path.join(folder, "tokens"));
  const softhsm = path.join(folder, "softhsm2.conf");
  writeFileSync(softhsm, `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`);
  // the library reads it when it is initialised, once a process
  process.env.SOFTHSM2_CONF = softhsm;
  const { publicKey, privateKey } = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-256", extractable: true });
  const [open, secret] = [await exportJWK(publicKey), await exportJWK(privateKey)];
  const printerKey = path.join(folder, "printer.jwk");
  writeFileSync(printerKey, JSON.stringify(open));
  return {
    folder,
    modulePath,
    printerKey,
    thumbprint: await calculateJwkThumbprint(open),
    env: { CARDS_TOKEN_MODULE: modulePath, CARDS_PRINTER_KEY: printerKey, SOFTHSM2_CONF: softhsm },
    /** What the printer prints. */
    read: async (sealed: string, key: JWK = secret): Promise<Record<string, string>> =>
      JSON.parse(
        Buffer.from((await compactDecrypt(sealed, await importJWK(key, "ECDH-ES+A256KW"))).plaintext).toString(),
      ) as Record<string, string>,
    tool: (token: string, ...args: string[]) => run("pkcs11-tool", ["--module", modulePath, "--token-label", token, ...args]),
  };
}

/** A real order with a photo that an officer accepted. */
export async function readyOrder(
  { orders }: Pick<Cards, "orders">,
  nationalId: string,
  more: { office?: string; key?: string; name?: string } = {},
): Promise<string> {
  const { office = "63000050", key = `test ${nationalId}`, name = "王小明" } = more;
  const holder = { name, birthDate: "1990-02-03", address: "臺北市中正區" };
  const { id } = await orders.place({ key, nationalId, kind: "first", office, holder });
  portraits ??= portrait({ dpi: 300, takenOn: taipeiDate(new Date()) });
  await orders.addPhoto(id, portraits, { by: "officer" });
  await orders.accept(id, headOf(531), "officer");
  return id;
}
let portraits: Buffer | undefined;

/** Blanks in the stock, counted by two. */
export async function stock({ blanks }: Pick<Cards, "blanks">, first: string, count: number): Promise<void> {
  const id = await blanks.announce(first, count, "keeper");
  await blanks.countDelivery(id, count, "keeper");
  await blanks.countDelivery(id, count, "checker");
}
