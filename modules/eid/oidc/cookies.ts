import type { Provider } from "oidc-provider";

const deletion = /expires=Thu, 01 Jan 1970/i;

/**
 * The provider sets the expiry of its cookies by this server's clock and gives one of them a path of its own. If the clock is slow, such a
 * cookie has expired when it arrives and nobody can sign in; a `__Host-` name requires the path `/`. So all of them are session cookies,
 * and the state behind them expires on the server (ttl).
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
