import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { readRoad } from "@troad/directory";
import { openContent } from "@troad/kernel";
import { modules } from "../../apps/troad/modules.ts";
import { plansFor } from "../../kernel/process/schemas.ts";
import { root } from "../kit/government.ts";

const machines = path.join(root, "deploy", "machines");
const numberIn = (file: string, pattern: RegExp): number =>
  Number(pattern.exec(fs.readFileSync(path.join(machines, file), "utf8"))?.[1]);

test("three replicas with every connection in use are below what the server allows, and below what HAProxy passes on from each", () => {
  const agencies = readRoad(openContent([path.join(root, "content")])).agencies.map(({ id }) => id);
  const schemas = plansFor(modules, agencies).length;
  assert.ok(schemas > 50);
  const pool = numberIn("troad.env.example", /^DATABASE_POOL=(\d+)$/m);
  /** Connections of their own for frequent statements (`lane`), one in each gateway and some more; the overview; migrations at a start. */
  const lanes = agencies.length + 4;
  const ofOne = schemas * (1 + pool) + lanes + 4;
  const allowed =
    numberIn("patroni.yml", /max_connections: (\d+)/) - numberIn("patroni.yml", /superuser_reserved_connections: (\d+)/);
  // Patroni, standbys and an operator
  const others = 20;
  assert.ok(3 * ofOne + others <= allowed, `${schemas} schemas: 3 x ${ofOne} + ${others} connections, ${allowed} are allowed`);
  assert.ok(ofOne <= numberIn("haproxy.cfg", /listen database[\s\S]*?maxconn (\d+)/));
});
