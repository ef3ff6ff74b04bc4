// A peer in a page of its own, all in one headless Chromium; asked as lib/peer.mjs asks a process.
import { readdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright";
import { launchOptions } from "../../test/browser.mjs";
import { LIMIT } from "../lib/peer.mjs";
import { site } from "./site.mjs";

/** The browser and the server, started by the first who asks. */
let shared = null;

async function start() {
  const [pages, server] = await Promise.all([site(), chromium.launchServer(launchOptions)]);
  const browser = await chromium.connect(server.wsEndpoint());
  return { pages, server, browser, pid: server.process().pid };
}

/** Closes the browser when the last measurement is done. */
export async function closeBrowser() {
  if (!shared) return;
  const { pages, server, browser } = await shared;
  shared = null;
  await browser.close();
  await server.close();
  pages.close();
}

/** A process and all that it has started. Known on Linux only. */
function family(pid) {
  if (process.platform !== "linux") return [pid];
  const children = new Map();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      continue; // it has ended meanwhile
    }
  }
  const below = (parent) => [parent, ...(children.get(parent) ?? []).flatMap(below)];
  return below(pid);
}

export class Tab {
  #page = null;
  about = null;
  pids = [];

  /** @param {{ key: string, module: string, threads: number }} contender */
  constructor({ key, module, threads }) {
    this.key = key;
    this.query = `?peer=${module}&threads=${threads}`;
    this.name = `chromium page/${this.query}`;
  }

  /** Sends a question and waits for its answer. A page that was lost is opened again. */
  async ask(question) {
    if (!this.#page) await this.#open();
    const page = this.#page;
    const timer = setTimeout(() => page.close(), LIMIT);
    try {
      return await page.evaluate(async (question) => (await globalThis.peer).answer(question), question);
    } catch (error) {
      this.#page = null;
      await page.close();
      throw new Error(`${this.key}: ${error.message}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  async stop() {
    await this.#page?.close();
    this.#page = null;
  }

  async #open() {
    const { browser, pages, pid } = await (shared ??= start());
    this.#page = await browser.newPage();
    await this.#page.goto(`${pages.origin}/${this.query}`);
    this.about = await this.#page.evaluate(async () => (await globalThis.peer).about);
    this.pids = family(pid);
  }
}
