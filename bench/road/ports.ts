import { randomInt } from "node:crypto";
import net from "node:net";

/** Below the range from which systems take the ports of outgoing connections (Linux 32768, IANA 49152): nothing takes one before it is listened on. */
const range = [20_000, 32_000] as const;
const given = new Set<number>();

/** A port that is free on every address; none is given twice by a process, and processes look in places of their own. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...range);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
