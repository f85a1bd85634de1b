import { ConfigurationError } from "../env.ts";

const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CONNECT_TIMEOUT|CERT|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO|self-signed|certificate/i;

/** An error with its causes and, after several attempts, each of their errors. */
function* chainOf(
  error: unknown,
  depth = 0,
): Generator<{ message?: unknown; code?: unknown; hostname?: unknown; host?: unknown }> {
  if (typeof error !== "object" || error === null || depth > 8) return;
  yield error;
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  for (const one of [cause, ...(Array.isArray(errors) ? errors : [])]) yield* chainOf(one, depth + 1);
}

/**
 * The own process, too, calls a part of the government at the public address, because evidence, certificates and sign-ins name that
 * address. If a start cannot reach it, it says so, instead of reporting a bare look-up failure.
 */
export function explainPublicName(error: unknown, publicOrigin: string | undefined): unknown {
  if (!publicOrigin || error instanceof ConfigurationError) return error;
  const { hostname } = new URL(publicOrigin);
  for (const { message, code, hostname: asked, host } of chainOf(error)) {
    const text = `${String(code ?? "")} ${String(message ?? "")}`;
    if (!unreachable.test(text) || (![asked, host].includes(hostname) && !text.includes(hostname))) continue;
    return Object.assign(
      new ConfigurationError(
        `This start calls PUBLIC_ORIGIN=${publicOrigin}, and that fails (${text.trim()}). From this machine too the name has to lead ` +
          "to the proxy in front (an entry in /etc/hosts is enough), which passes on to this process and whose certificate Node trusts " +
          "(NODE_EXTRA_CA_CERTS). Start the proxy first.",
        "origin.unreachable",
      ),
      { cause: error },
    );
  }
  return error;
}
