import { installationKey, type ModuleContext } from "@troad/kernel";
import { CompactSign, compactVerify } from "jose";
import type { ProviderMessage } from "../domain/message.ts";
import type { Provider } from "../provider.ts";

export const sandboxName = "sandbox";
/** Accounts of this bank take no money, so that a return can be tried. */
const closedBank = "999-";

export type Sandbox = Provider & {
  /** A message as the provider would send it. */
  sign(message: ProviderMessage): Promise<string>;
};

/** A payment service that moves no money: it signs the same messages as a real one. For demonstrations and tests alone. */
export async function openSandbox(
  ctx: Pick<ModuleContext, "folder" | "clock">,
  deliver: (token: string) => Promise<void>,
): Promise<Sandbox> {
  const { privateKey, publicKey } = await installationKey(ctx.folder, "sandbox", "sandbox");
  const sign = (message: ProviderMessage): Promise<string> =>
    new CompactSign(Buffer.from(JSON.stringify(message))).setProtectedHeader({ alg: "ES256", typ: "JWT" }).sign(privateKey);
  return {
    name: sandboxName,
    sign,
    open: async (token) => {
      try {
        const { payload } = await compactVerify(token, publicKey, { algorithms: ["ES256"] });
        return JSON.parse(Buffer.from(payload).toString("utf8")) as unknown;
      } catch {
        return undefined;
      }
    },
    address: ({ id }) => `/pay/sandbox/${id}`,
    send: async ({ id, amount, account }) => {
      const kind = account.startsWith(closedBank) ? "returned" : "paid-out";
      const at = ctx.clock.now().toISOString();
      await deliver(await sign({ iss: sandboxName, jti: `${kind} ${id}`, kind, payment: id, amount, at }));
    },
    giveBack: async () => undefined,
  };
}
