/**
 * A process that writes the public log as fast as it can and says what was acknowledged or refused. Arguments: the database's socket and name, the
 * folder of the key, and when it stands still, once: `never`, `before` a transaction that it has the turn for, or `within` it.
 */
import fs from "node:fs";
import { systemClock } from "@troad/kernel";
import { openLog, rowStore } from "@troad/tlog";
import { socketCluster } from "../../kernel/db/cluster.ts";
import { type Database, openDatabase } from "../../kernel/db/database.ts";
import { logRows, logSigner } from "../../modules/road/registry/transparency.ts";

const [socket = "", database = "", folder = "", stands = "never"] = process.argv.slice(2);
const say = (line: string): void => void fs.writeSync(1, `${line}\n`);
let held = 0;
/** Long enough to be stopped in. Nothing else of this process runs meanwhile. */
function standStill(): void {
  held += 1;
  // the first transactions are those of the start
  if (held !== 3) return;
  say("stands");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}

const config = socketCluster(socket, database).app("road", "troad_road", "road");
const db = openDatabase({ config, schema: "road", subscribers: () => [] }, systemClock, { error: () => undefined });
const slow: Database = {
  ...db,
  tx: async (work, patience) => {
    if (stands === "before") standStill();
    return db.tx(async (tx) => {
      const result = await work(tx);
      if (stands === "within") standStill();
      return result;
    }, patience);
  },
};
const origin = "test.example/log";
const log = await openLog({ store: rowStore(logRows(slow)), origin, signer: logSigner(folder, origin), clock: systemClock });
say(`process ${process.pid}`);
for (let call = 0; ; call++) {
  const text = `${stands} ${call}`;
  try {
    const appended = await log.append(
      Array.from({ length: 1 + ((call * 37) % 90) }, (_, i) => Buffer.from(`${text} entry ${i}`)),
    );
    say(`appended ${appended[0]!.index} ${appended.length} ${text}`);
  } catch (error) {
    say(`refused ${(error as { code?: string }).code ?? String(error)} ${text}`);
  }
}
