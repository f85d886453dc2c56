/* Keeps this handbook for reading without a line. It runs only in browsers whose reader asked for it.

   Every file is kept under its address and its hash, in one store; the list of what belongs together
   is put there last. So a new version takes the room of what changed, a broken line costs nothing
   that was fetched before it, and whoever reads meets one whole version or the next. */
"use strict";
const VERSION = "VERSION-OF-THE-SITE";
const AWAY = "PAGE-FOR-WHAT-IS-NOT-KEPT";
const ROOT = self.registration.scope;
const STORE = "linli " + ROOT;
const LIST = ROOT + "offline.json";
/** How long a page may take before the kept one is shown, and how long nobody waits after that. */
const PATIENCE = 3000, MEMORY = 30000;
/** A line on which one file takes longer than this is broken. */
const LONGEST = 120000;
const AT_ONCE = 5;

/** Addresses of kept files: the hash makes sure that no cache on the way answers with an old one. */
function addressOf(path, hash) {
  return ROOT + path.split("/").map(encodeURIComponent).join("/") + "?" + hash;
}

/** The list's lines are an eight-digit hash, a space and the path. */
function addressesOf(list) {
  return list.files.map((line) => addressOf(line.slice(9), line.slice(0, 8)));
}

function wait(time) {
  return new Promise((done) => setTimeout(done, time));
}

/* Fetching */

async function get(address, isPage) {
  let answer, body;
  try {
    const asked = fetch(address, { cache: "no-store", credentials: "same-origin" });
    const late = wait(LONGEST).then(() => { throw new Error("too late"); });
    answer = await Promise.race([asked, late]);
    body = await Promise.race([answer.blob(), late]);
  } catch (noLine) { throw new Error("line"); }
  const kind = answer.headers.get("content-type") || "";
  // The sign-in page of a hotel or a train comes in place of anything.
  if (!answer.ok || (/html/.test(kind) && !isPage)) { throw new Error("file"); }
  return new Response(body, { headers: { "content-type": kind } });
}

async function put(store, address, answer) {
  try { await store.put(address, answer); } catch (error) {
    throw new Error(error.name === "QuotaExceededError" ? "room" : "file");
  }
}

/** What belongs to this version; while a site is being put up its files may be of two. */
async function newestList() {
  const answer = await get(LIST + "?" + VERSION, false);
  const list = await answer.json().catch(() => ({}));
  if (list.version !== VERSION) { throw new Error("file"); }
  return list;
}

/** Fetches what is missing of this version, and tells the open pages how far it is. */
async function fill() {
  try {
    const list = await newestList();
    const store = await caches.open(STORE);
    const here = new Set((await store.keys()).map((request) => request.url));
    const missing = addressesOf(list).filter((address) => !here.has(address));
    const all = list.files.length;
    let at = 0, told = -1;
    const next = async () => {
      while (at < missing.length) {
        const address = missing[at++];
        try { await put(store, address, await get(address, /\.html?\?/.test(address))); } catch (error) {
          at = missing.length;
          throw error;
        }
        const percent = Math.floor(100 * (all - missing.length + at) / all);
        if (percent > told) { told = percent; await tell({ percent: percent }); }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    await put(store, LIST, new Response(JSON.stringify(list)));
    reading = null;
    await tell({ kept: true });
  } catch (error) {
    await tell({ failed: error.message });
    throw error;
  }
}

/** Clears away what only older versions had. */
async function tidy() {
  const list = await listed();
  if (!list) { return; }
  const belongs = new Set([LIST]);
  list.forEach((hash, path) => belongs.add(addressOf(path, hash)));
  const store = await caches.open(STORE);
  const gone = (await store.keys()).filter((request) => !belongs.has(request.url));
  await Promise.all(gone.map((request) => store.delete(request)));
}

async function tell(words) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  pages.filter((page) => page.url.startsWith(ROOT)).forEach((page) => page.postMessage(words));
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  // The browser may have kept the worker and thrown away its store.
  if (event.data === "keep") { event.waitUntil(fill().then(tidy).catch(function isTold() {})); }
});

/* Answering */

let reading = null;
let slowUntil = 0;

/** Path to hash of what is kept; nothing where the store is gone. Looking never makes a store. */
function listed() {
  reading = reading || caches.match(LIST, { cacheName: STORE }).then((answer) => answer && answer.json()).then((list) =>
    list && new Map(list.files.map((line) => [line.slice(9), line.slice(0, 8)])));
  return reading;
}

/** The site's path an address means; what stands after ? or # does not count. */
function pathOf(address) {
  const url = new URL(address);
  let path = url.pathname.slice(new URL(ROOT).pathname.length);
  try { path = decodeURIComponent(path).normalize("NFC"); } catch (odd) {}
  return path === "" || path.endsWith("/") ? path + "index.html" : path;
}

/** From the line while it is quick enough, else as it was kept. */
async function newest(request, kept) {
  const asked = fetch(request);
  const heard = asked.then((answer) => { slowUntil = 0; return answer; });
  try {
    const answer = await Promise.race([heard, wait(Date.now() < slowUntil ? 0 : PATIENCE)]);
    if (answer && answer.status < 500) { return answer; }
    if (!answer) { slowUntil = Date.now() + MEMORY; }
  } catch (noLine) {}
  heard.catch(function comesTooLate() {});
  return (await kept()) || asked;
}

async function answer(request) {
  const list = await listed();
  const asked = pathOf(request.url);
  // Some hosts leave out the ending.
  const path = list && [asked, asked + ".html"].find((path) => list.has(path));
  const kept = () => caches.match(addressOf(path, list.get(path)), { cacheName: STORE });
  if (path && /^(assets|search)\//.test(path) && path !== "search/manifest.js") {
    // Their names change with what is in them.
    return (await kept()) || fetch(request);
  }
  if (path) { return newest(request, kept); }
  return fetch(request).catch(() => request.mode === "navigate" ? away() : Response.error());
}

function away() {
  const html = AWAY.split("{root}").join(ROOT);
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  // Recordings are asked for piece by piece, and are not kept. A stream of events never ends, and
  // a worker that passes it on could never give way to the next.
  const streams = request.headers.has("range") || request.headers.get("accept") === "text/event-stream";
  if (request.method === "GET" && request.url.startsWith(ROOT) && !streams) { event.respondWith(answer(request)); }
});
