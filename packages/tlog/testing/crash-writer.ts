/** Appends without end and says what was acknowledged, for the crash test to kill at any moment. Arguments: folder, PKCS#8 key. */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { writeSync } from "node:fs";
import { openLog } from "../log/log.ts";
import { ORIGIN } from "./fixtures.ts";

const [dir = "", key = ""] = process.argv.slice(2);
const privateKey = createPrivateKey({ key: Buffer.from(key, "base64"), format: "der", type: "pkcs8" });
const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32);
const signer = { name: ORIGIN, publicKey, sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) };
const log = await openLog({ dir, origin: ORIGIN, signer, clock: { now: () => new Date() } });
for (let call = 0; ; call++) {
  const text = `${process.pid} call ${call}`;
  const appended = await log.append(Array.from({ length: 1 + ((call * 37) % 150) }, (_, i) => Buffer.from(`${text} entry ${i}`)));
  writeSync(1, `${appended[0]!.index} ${appended.length} ${text}\n`);
}
