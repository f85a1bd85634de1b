import assert from "node:assert/strict";
import { test } from "node:test";
import { hrefTo, inPortal, pageOrigins } from "./links.ts";
import { navigationOf } from "./navigation.ts";
import { demoOfficers, type RoleDefinition } from "./roles.ts";
import { agencyOf, holds, type Session } from "./session.ts";
import { officesOf, wayToWork, workNavigation, workQueues } from "./work-area.ts";

const session = (...roles: [role: string, agency: string | null][]): Session => ({
  subject: "s",
  name: "王小明",
  proof: 4,
  roles: roles.map(([role, agency]) => ({ role, agency })),
});
const request = { t: (key: string) => key.toUpperCase(), url: "/" } as unknown as Parameters<typeof navigationOf>[1];

/** A module whose pages are at this origin. */
const at = (origin: string) => ({ name: "a", origin: () => origin });

test("the header shows what a person's roles open, in the order of the manifests, at their origins", () => {
  const pages = [
    { module: "b", origin: "http://b.example", nav: [{ href: "/b", text: "b", order: 20, roles: ["inspector"] }] },
    {
      module: "a",
      origin: "http://a.example",
      nav: [
        { href: "/a", text: "a", order: 10 },
        { href: "/demo", text: "demo", order: 5, demo: true },
        { href: "/shop", text: "shop", order: 1, section: "shop" },
      ],
    },
  ];
  const shown = (person: Session | undefined, section: string, demo: boolean) =>
    navigationOf({ ...at("http://a.example"), pages, demo }, request, person, section).map(({ href }) => href);
  assert.deepEqual(shown(undefined, "portal", false), ["/a"]);
  assert.deepEqual(shown(session(["inspector", "moi"]), "portal", true), ["/demo", "/a", "http://b.example/b"]);
  assert.deepEqual(shown(session(["citizen", null]), "shop", false), ["/shop"]);
});

test("an address of the portal, and of another module, leads to its origin, or nowhere where nobody knows it", () => {
  const origins = new Map([["portal", "http://portal.example"]]);
  const pages = [
    { module: "here", origin: "http://here.example" },
    { module: "portal", origin: "http://portal.example" },
  ];
  const ctx = { name: "here", origin: (name: string) => origins.get(name) ?? "http://here.example", pages };
  assert.equal(inPortal(ctx, "portal:/account"), "http://portal.example/account");
  assert.equal(inPortal(ctx, "/shop"), "/shop");
  assert.equal(inPortal({ ...ctx, name: "portal" }, "portal:/"), "/");
  assert.equal(hrefTo(ctx, "here", "/x?y=1"), "/x?y=1");
  assert.equal(hrefTo(ctx, "portal", "/x"), "http://portal.example/x");
  assert.equal(hrefTo(ctx, "gone", "/x"), undefined);
  assert.deepEqual(pageOrigins(ctx), ["http://portal.example"]);
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
    { role: "a", agency: "moi", area: null },
    { role: "b", agency: null, area: null },
    { role: "a", agency: "moi", area: null },
  ]);
});

test("what is work stands in the work area alone, and a person without an office finds no way to it", () => {
  const pages = [
    {
      module: "a",
      origin: "http://a.example",
      nav: [
        { href: "/mine", text: "mine", order: 1, roles: ["citizen"] },
        { href: "/desk", text: "desk", order: 20, roles: ["officer"], area: "work" as const },
      ],
      queues: [{ href: "/desk?state=open", text: "open", order: 30, roles: ["officer"], count: "open" }],
    },
  ];
  const ctx = { ...at("http://a.example"), pages, demo: false };
  const both = session(["citizen", null], ["officer", "moi"]);
  const hrefs = (entries: readonly { href: string }[]): string[] => entries.map(({ href }) => href);
  assert.deepEqual(hrefs(navigationOf(ctx, request, both, "portal")), ["/mine"]);
  assert.deepEqual(hrefs(workNavigation(ctx, both)), ["/desk?state=open", "/desk"]);
  assert.deepEqual(workQueues(ctx, both), [{ module: "a", href: "/desk?state=open", text: "open", count: "open" }]);
  assert.deepEqual(officesOf(ctx, both), [{ role: "officer", agency: "moi" }]);
  const shares = { ...both, roles: ["officer", "officer"].map((role) => ({ role, agency: "moi", by: "inspector" })) };
  assert.deepEqual(officesOf(ctx, shares), [{ role: "inspector", agency: "moi" }], "shared pages make no second office");
  assert.deepEqual(hrefs(wayToWork(ctx, request, both)), ["/work"]);
  for (const person of [undefined, session(["citizen", null])])
    assert.deepEqual([workNavigation(ctx, person), wayToWork(ctx, request, person), officesOf(ctx, person)], [[], [], []]);
});
