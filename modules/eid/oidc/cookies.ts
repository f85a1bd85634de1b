import type { Provider } from "oidc-provider";

const deletion = /expires=Thu, 01 Jan 1970/i;

/**
 * The provider gives its cookies an end by the clock of this server and one of them a path of its own. Where the clock is slow such a cookie
 * has ended before it arrives and nobody can sign in; a `__Host-` name needs the path `/`. All of them therefore end with the browser; the
 * state behind them ends on the server (ttl).
 */
export function plainCookies(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    const lines = ctx.response.headers["set-cookie"] as string | string[] | undefined;
    if (lines === undefined) return;
    ctx.set("set-cookie", [lines].flat().map(plain));
  });
}

const plain = (line: string): string =>
  line
    .split(/;\s*/)
    .filter((part, index) => index === 0 || deletion.test(part) || !/^(expires|max-age)=/i.test(part))
    .map((part) => (/^path=/i.test(part) ? "path=/" : part))
    .join("; ");
