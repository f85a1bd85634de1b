// The floors of the house, ground first: packages -> kernel -> web -> modules -> apps. Imports go down only.
const foundation = "^(packages|kernel|web)/";
module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    { name: "packages-stand-alone", severity: "error", from: { path: "^packages/" }, to: { path: "^(kernel|web|modules|apps|content|bench|suites|e2e|tests)/" } },
    { name: "kernel-on-packages-only", severity: "error", from: { path: "^kernel/" }, to: { path: "^(web|modules|apps|content|bench|suites|e2e|tests)/" } },
    { name: "web-below-modules", severity: "error", from: { path: "^web/" }, to: { path: "^(modules|apps|content|bench|suites|e2e|tests)/" } },
    { name: "html-is-the-ground", severity: "error", from: { path: "^packages/html/" }, to: { path: "^packages/(?!html/)" } },
    { name: "design-on-html-only", severity: "error", from: { path: "^packages/design/" }, to: { path: "^packages/(?!html/|design/)" } },
    { name: "law-is-content", severity: "error", from: { path: "^content/law/" }, to: { path: "^(kernel|modules|apps)/" } },
    {
      name: "modules-by-their-api",
      comment: "a module uses another one's api.ts and events.ts (and pki's seal.ts, trust.ts and evidence.ts, road's ask.ts), nothing else of it",
      severity: "error",
      from: { path: "^modules/([^/]+)/", pathNot: "/test/" },
      to: { path: "^modules/([^/]+)/", pathNot: ["^modules/$1/", "^modules/[^/]+/(api|events)\\.ts$", "^modules/pki/(seal|trust|evidence)\\.ts$", "^modules/road/(ask|serve)\\.ts$"] },
    },
    {
      name: "pages-not-store",
      comment: "a page asks its module for what it shows; the module decides what is read and written",
      severity: "error",
      from: { path: "^modules/[^/]+/(pages/|site/|.*-(page|view)\\.ts$)" },
      to: { path: "^modules/[^/]+/(store/|.*-store\\.ts$)" },
    },
    { name: "modules-not-apps", severity: "error", from: { path: "^modules/" }, to: { path: "^(apps|bench|suites|e2e|tests)/" } },
    {
      name: "domain-is-pure",
      comment: "rules of the field stand in domain/; modules whose folders are topics name the files here",
      severity: "error",
      from: {
        path: [
          "^modules/[^/]+/domain/",
          "^modules/invoice/intake/(binding|characters|deadline|json-invoice|message-rows|signed-package)\.ts$",
          "^modules/invoice/(donations/love-codes|national/place|prizes/award-rules|senders/business-numbers|senders/routing)\.ts$",
        ],
      },
      to: { path: "^modules/[^/]+/(store/|http/|pages/|jobs/|site/|.*-(store|routes|page|view|job)\.ts$)" },
    },
    { name: "resolvable", severity: "error", from: { path: foundation }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^data/|/assets/)" },
    tsPreCompilationDeps: true,
    parser: "swc",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"], extensions: [".ts", ".mjs", ".js", ".json"] },
  },
};
