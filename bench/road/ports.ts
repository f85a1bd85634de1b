import net from "node:net";

const given = new Set<number>();

/** A port that was free a moment ago; none is given twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const server = net.createServer();
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => {
        const { port: found } = server.address() as net.AddressInfo;
        server.close(() => resolve(found));
      });
    });
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}
