import net from "node:net";

/** What stands before two releases on one machine: connections go to one of them, and what is open is cut when that changes, as a proxy does. */
export async function openEdge(port: number): Promise<{ to(port: number): void; close(): void }> {
  let target = 0;
  const open = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const behind = net.connect(target, "127.0.0.1");
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const one of open) one.destroy();
  };
  return {
    to: (next) => {
      target = next;
      cut();
    },
    close: () => {
      server.close();
      cut();
    },
  };
}
