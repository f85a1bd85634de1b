import assert from "node:assert/strict";
import { test } from "node:test";
import { navigationOf } from "./navigation.ts";
import { demoOfficers, type RoleDefinition } from "./roles.ts";
import { agencyOf, holds, type Session } from "./session.ts";

const session = (...roles: [role: string, agency: string | null][]): Session => ({
  subject: "s",
  name: "王小明",
  roles: roles.map(([role, agency]) => ({ role, agency })),
});
const request = { t: (key: string) => key.toUpperCase(), url: "/" } as unknown as Parameters<typeof navigationOf>[1];

test("the header shows what a person's roles open, in the order of the manifests", () => {
  const pages = [
    { module: "b", nav: [{ href: "/b", text: "b", order: 20, roles: ["inspector"] }] },
    {
      module: "a",
      nav: [
        { href: "/a", text: "a", order: 10 },
        { href: "/demo", text: "demo", order: 5, demo: true },
        { href: "/shop", text: "shop", order: 1, section: "shop" },
      ],
    },
  ];
  const shown = (person: Session | undefined, section: string, demo: boolean) =>
    navigationOf({ pages, demo }, request, person, section).map(({ href }) => href);
  assert.deepEqual(shown(undefined, "portal", false), ["/a"]);
  assert.deepEqual(shown(session(["inspector", "moi"]), "portal", true), ["/demo", "/a", "/b"]);
  assert.deepEqual(shown(session(["citizen", null]), "shop", false), ["/shop"]);
});

test("a page for some roles is closed to all others, and to nobody who is signed in when it names none", () => {
  assert.equal(holds(undefined, ["auditor"]), false);
  assert.equal(holds(session(["citizen", null]), ["auditor"]), false);
  assert.equal(holds(session(["citizen", null], ["auditor", null]), ["auditor"]), true);
  assert.equal(holds(session(["citizen", null]), undefined), true);
  assert.equal(agencyOf(session(["officer", "moi"]), "officer"), "moi");
  assert.equal(agencyOf(session(["officer", "moi"]), "auditor"), "");
});

test("the demonstration has one officer of each role first, then those that a role needs more of", () => {
  const role = (id: string, order: number, ...demo: (string | null)[]): RoleDefinition => ({
    id,
    order,
    home: "/",
    demo,
    text: {},
  });
  assert.deepEqual(demoOfficers([role("citizen", 1), role("a", 2, "moi", "moi"), role("b", 3, null)]), [
    { role: "a", agency: "moi" },
    { role: "b", agency: null },
    { role: "a", agency: "moi" },
  ]);
});
