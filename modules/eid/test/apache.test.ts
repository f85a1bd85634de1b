import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { SuiteClient } from "./clients.ts";
import { Browser, freePort, type Installation, install } from "./installation.ts";

/** A relying party that we did not write. */
const apache = "/usr/sbin/apache2";
const modules = "/usr/lib/apache2/modules";
let it: Installation;
before(async () => {
  it = await install();
});
after(() => it?.stop());

const skip =
  fs.existsSync(apache) && fs.existsSync(`${modules}/mod_auth_openidc.so`)
    ? false
    : "needs apache2 and libapache2-mod-auth-openidc";
test("Apache's mod_auth_openidc signs in", { skip }, async () => {
  const port = await freePort();
  const home = `http://localhost:${port}`;
  const redirectUri = `${home}/protected/callback`;
  const client = await SuiteClient.of(it, { redirectUris: [redirectUri] });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-apache-"));
  fs.chmodSync(folder, 0o711); // the server's own user walks through
  fs.mkdirSync(path.join(folder, "www", "protected"), { recursive: true });
  fs.writeFileSync(path.join(folder, "www", "protected", "index.html"), "let in");
  const load = ["mpm_event", "authn_core", "authz_core", "authz_user", "dir", "mime", "auth_openidc"];
  const lines = [
    `ServerRoot ${folder}`,
    `PidFile ${folder}/pid`,
    `ErrorLog ${folder}/error.log`,
    `Listen 127.0.0.1:${port}`,
    "ServerName localhost",
    ...load.map((name) => `LoadModule ${name === "auth_openidc" ? "auth_openidc" : name}_module ${modules}/mod_${name}.so`),
    ...(process.getuid?.() === 0 ? ["User www-data", "Group www-data"] : []),
    "TypesConfig /etc/mime.types",
    "DirectoryIndex index.html",
    `DocumentRoot ${folder}/www`,
    `OIDCProviderMetadataURL ${client.issuer}/.well-known/openid-configuration`,
    `OIDCClientID ${client.id}`,
    `OIDCClientSecret ${client.secret}`,
    `OIDCRedirectURI ${redirectUri}`,
    "OIDCCryptoPassphrase for-this-test",
    'OIDCScope "openid profile"',
    "OIDCPKCEMethod S256",
    "OIDCResponseType code",
    `<Location "/protected">`,
    "AuthType openid-connect",
    // a test says what no browser says of a navigation (Sec-Fetch-Mode)
    "OIDCUnAuthAction auth true",
    "Require valid-user",
    "</Location>",
  ];
  fs.writeFileSync(path.join(folder, "httpd.conf"), `${lines.join("\n")}\n`);
  const server = spawn(apache, ["-f", path.join(folder, "httpd.conf"), "-DFOREGROUND"], { stdio: "ignore" });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  try {
    for (let tries = 0; tries < 100; tries++)
      if (
        await fetch(home).then(
          () => true,
          () => new Promise((resolve) => setTimeout(resolve, 50, false)),
        )
      )
        break;
    const browser = new Browser();
    const begun = await browser.request(`${home}/protected/`);
    assert.equal(begun.status, 302, fs.readFileSync(`${folder}/error.log`, "utf8").slice(-800));
    const address = new URL(begun.headers.get("location")!);
    address.searchParams.set("login_hint", `demo:${it.people()[0]!.subject}`);
    const shown = await browser.follow(await browser.request(address.href), redirectUri);
    const action = /action="([^"]+\/agree)"/.exec(await shown.response.text())?.[1];
    const back = await browser.follow(await browser.post(new URL(action!, shown.url).href, {}), redirectUri);
    const { response } = await browser.follow(await browser.request(back.url), "never:");
    assert.equal(await response.text(), "let in", fs.readFileSync(`${folder}/error.log`, "utf8").slice(-800));
  } finally {
    server.kill("SIGTERM");
    await ended;
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
