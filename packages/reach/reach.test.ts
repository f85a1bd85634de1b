import assert from "node:assert/strict";
import { test } from "node:test";
import { isPublic, outside } from "./index.ts";

test("attack: addresses that lead inside, to other hosts or by other ways are none", () => {
  const allowed = ["hooks.example", "*.agency.example"];
  assert.equal(outside("https://hooks.example/a", allowed)?.href, "https://hooks.example/a");
  assert.ok(outside("https://x.agency.example/", allowed));
  for (const address of [
    ...["http://hooks.example/", "https://user:word@hooks.example/", "https://hooks.example:8443/", "https://agency.example/"],
    ...["https://127.0.0.1/", "https://hooks.example.evil/", "file:///etc/passwd", "x"],
  ])
    assert.equal(outside(address, allowed), undefined, address);
  for (const address of ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
    assert.equal(isPublic(address), false, address);
  assert.equal(isPublic("8.8.8.8"), true);
});
