// The browsers, and how each is driven: open(url) gives a page that evaluates expressions. Debian packages all of them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium as playwright } from "playwright";
import puppeteer from "puppeteer-core";
import { launchOptions } from "../browser.mjs";

const firefoxPath = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const webkitDriver = "/usr/bin/WebKitWebDriver";
const webkitBrowser = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;
const xvfb = "/usr/bin/Xvfb";

/**
 * While its compiler works beside the program, WebKitGTK 2.50 now and then loses half of a vector in a loop that it is about
 * to replace: in 2 to 5 of 100 page loads one vector of the first product was wrong, with one thread and memory of its own.
 * With the compiler in line it was never wrong in 160. Safari shares memory with workers; WebKitGTK does when it is told to.
 */
const inLine = { JSC_useConcurrentJIT: "0" };
const asSafari = { ...inLine, JSC_useSharedArrayBuffer: "1", JSC_useWasmRelaxedSIMD: "1" };

/** What each needs, how it starts, and in which pages of pages.mjs it runs programs. */
export const browsers = [
  { name: "Chromium", needs: [launchOptions.executablePath], launch: chromium, paths: ["isolated", "plain"] },
  { name: "Firefox", needs: [firefoxPath], launch: firefox, paths: ["isolated", "plain"] },
  {
    name: "WebKit",
    needs: [webkitDriver, webkitBrowser, xvfb],
    launch: () => webkit(inLine),
    paths: ["isolated", "plain"],
  },
  {
    name: "WebKit with threads",
    needs: [webkitDriver, webkitBrowser, xvfb],
    launch: () => webkit(asSafari),
    paths: ["isolated"],
  },
].map((browser) => ({ ...browser, missing: browser.needs.find((file) => !existsSync(file)) }));

async function chromium() {
  const browser = await playwright.launch(launchOptions);
  return { open: (url) => tab(browser, url), close: () => browser.close() };
}

async function firefox() {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefoxPath, headless: true });
  return { open: (url) => tab(browser, url), close: () => browser.close() };
}

/** Playwright's pages and puppeteer's agree in what is asked of them here. */
async function tab(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  return {
    evaluate: (expression) => page.evaluate(expression),
    workers: () => page.workers().length,
    close: () => page.close(),
  };
}

/** WebKitGTK through the W3C's WebDriver protocol; it needs a screen, which is one in memory. */
async function webkit(variables) {
  const screen = spawn(xvfb, ["-displayfd", "3", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = once(screen, "exit").then(() => Promise.reject(new Error(`${xvfb} has ended`)));
  const [display] = await Promise.race([once(screen.stdio[3], "data"), ended]);
  ended.catch(() => undefined);
  const port = await freePort();
  const env = { ...process.env, ...variables, DISPLAY: `:${String(display).trim()}` };
  const driver = spawn(webkitDriver, [`--port=${port}`, "--host=127.0.0.1"], { stdio: "ignore", env });
  const stop = () => [driver, screen].forEach((child) => child.kill());

  const command = async (method, path, body) => {
    const init = { method, headers: { "Content-Type": "application/json" } };
    if (body) init.body = JSON.stringify(body);
    const { value } = await (await fetch(`http://127.0.0.1:${port}/session${path}`, init)).json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const options = { "webkitgtk:browserOptions": { binary: webkitBrowser, args: ["--automation"] } };
  const start = () => command("POST", "", { capabilities: { alwaysMatch: options } });
  const { sessionId } = await persist(start).catch((error) => {
    stop();
    throw error;
  });

  return {
    async open(url) {
      await command("POST", `/${sessionId}/url`, { url });
      return {
        evaluate: (expression) =>
          command("POST", `/${sessionId}/execute/sync`, { script: `return ${expression}`, args: [] }),
        close: () => command("POST", `/${sessionId}/url`, { url: "about:blank" }),
      };
    },
    async close() {
      await command("DELETE", `/${sessionId}`).finally(stop);
    },
  };
}

/** The driver listens a moment after it has been started. */
async function persist(attempt) {
  for (let left = 50; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || error.cause?.code !== "ECONNREFUSED") throw error;
      await sleep(100);
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
