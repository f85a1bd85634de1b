import assert from "node:assert/strict";
import { test } from "node:test";
import { notPublic, readNetworks } from "./networks.ts";

test("a block holds its addresses and no others, in either family", () => {
  const networks = readNetworks("10.0.0.0/8, fd00::/8", "N");
  for (const inside of ["10.0.0.1", "10.255.255.255", "fd00::1", "::ffff:10.1.2.3"]) assert.ok(networks.hold(inside), inside);
  for (const outside of ["11.0.0.1", "fe80::1", "example.tw", "", "::ffff:11.0.0.1"]) assert.ok(!networks.hold(outside), outside);
});

test("a block that is mistyped is refused by name", () => {
  for (const odd of ["10.0.0.0", "10.0.0.0/33", "ten/8", "fd00::/129", "10.0.0.0/8/8x"])
    assert.throws(() => readNetworks(odd, "ROAD_NETWORKS"), /ROAD_NETWORKS/, odd);
});

test("attack: no spelling of an inner address passes for a public one", () => {
  for (const inner of [
    "127.0.0.1",
    "169.254.169.254",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:7f00:1",
    "fe80::1",
    "10.0.0.9",
  ])
    assert.ok(notPublic.hold(inner), inner);
  for (const open of ["1.1.1.1", "2606:4700::1111"]) assert.ok(!notPublic.hold(open), open);
});
