import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type Clock, type Database, openExclusive } from "@troad/kernel";
import { type LogRows, openLog, rowStore, type Signer, type Log as TransparencyLog } from "@troad/tlog";
import { insertLogHead, insertLogRows, replaceLogHead, storedLog } from "../store/public-log.ts";
import { takeFolderOver } from "./log-takeover.ts";

type Options = { db: Database; folder: string; origin: string; clock: Clock };

/**
 * Opens the road's public log: it is in the database, and any process that has its key may write it when it is its turn. The Ed25519 key is in
 * `folder`, made on first use. A log that was kept in that folder is taken over.
 */
export async function openTransparencyLog({ db, folder, origin, clock }: Options): Promise<TransparencyLog> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const signer = logSigner(folder, origin);
  const rows = logRows(db);
  await takeFolderOver({ db, rows, folder, signer, now: clock.now() });
  return openLog({ store: rowStore(rows), origin, signer, clock });
}

/** The key of the log in a folder, made on first use. */
export function logSigner(folder: string, name: string): Signer {
  const keyFile = path.join(folder, "log.key");
  if (!fs.existsSync(keyFile)) {
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    fs.writeFileSync(`${keyFile}.new`, pem, { mode: 0o600 });
    fs.renameSync(`${keyFile}.new`, keyFile);
  }
  const key = createPrivateKey(fs.readFileSync(keyFile, "utf8"));
  // the last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key (RFC 8410 section 4)
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-32);
  return { name, publicKey, sign: (bytes) => sign(null, bytes, key) };
}

/** The log's rows. They are added under a lease, and its number is in each of them: a process that stood still and wakes adds nothing. */
export function logRows(db: Database): LogRows {
  const turns = openExclusive(db, "road.public-log");
  let fence = 0;
  return {
    ...storedLog(db),
    turn: (work) =>
      turns.run((mine) => {
        fence = mine;
        return work();
      }),
    append: (addition, note, before) =>
      db.tx(async (tx) => {
        const { size } = addition;
        const isNext =
          before === undefined ? insertLogHead(tx, note, size, fence) : replaceLogHead(tx, note, { size, fence, before });
        if (!(await isNext)) return false;
        await insertLogRows(tx, addition, fence);
        return true;
      }),
    close: () => turns.stop(),
  };
}
