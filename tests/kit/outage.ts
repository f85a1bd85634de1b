import net from "node:net";

export type Wire = { port: number; cut(): void; join(): void; close(): Promise<void> };

/** A wire to a port of this machine that can be cut: while it is cut, connections are refused as by a machine that is off. */
export async function openWire(to: number): Promise<Wire> {
  let whole = true;
  const ends = new Set<net.Socket>();
  const server = net.createServer((near) => {
    if (!whole) return near.destroy();
    const far = net.connect(to, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const hangUp = (): void => {
    for (const end of ends) end.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    cut: () => {
      whole = false;
      hangUp();
    },
    join: () => {
      whole = true;
    },
    close: () => {
      hangUp();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
