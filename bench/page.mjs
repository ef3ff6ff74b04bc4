#!/usr/bin/env node
// node bench/page.mjs: the same as run.mjs, with every peer in a page of a headless Chromium. Takes the same options.
process.argv.push("--runtime", "chromium");
await import("./run.mjs");
