/* Keeps the whole handbook in this browser for reading without a line, once the reader has heard how
   large it is and said yes. The fetching is done by the worker, sw.js at the site's root. */
(function () {
  "use strict";
  var linli = window.linli;
  // An impatient reader has it loaded twice.
  if (document.querySelector(".keep-panel")) { return; }
  var workers = navigator.serviceWorker;
  var button = document.querySelector("[data-do=keep]");
  var named = button.textContent;
  var place = button.closest(".do");
  var root = new URL(document.documentElement.getAttribute("data-root") || "./", location.href).href;
  var list = root + "offline.json", store = "linli " + root;
  var busy = false, reached = 0, from = 0, soon = 0;

  var NAMES = "ask left yes no going done kept room file none again remove remove-ask remove-yes removed how".split(" ");
  var given = button.getAttribute("data-words").split("|");

  function words(name) { return name === "line" ? button.getAttribute("data-line") : given[NAMES.indexOf(name)]; }

  /* What is said, and what can be answered to it */

  var panel = document.createElement("div");
  var bar = document.createElement("progress");
  var said = document.createElement("p");
  var answers = document.createElement("p");
  var state = document.createElement("span");
  panel.className = "keep-panel";
  panel.hidden = true;
  said.id = ":kept";
  said.setAttribute("role", "status");
  bar.max = 100;
  bar.hidden = true;
  bar.setAttribute("aria-labelledby", said.id);
  answers.className = "do";
  [said, bar, answers].forEach(function (part) { panel.appendChild(part); });
  place.parentNode.insertBefore(panel, place.nextSibling);
  state.hidden = true;
  state.textContent = words("kept");
  place.insertBefore(state, button);

  /** Says a sentence; choices are pairs of a button's words and what it does. */
  function say(sentence, choices) {
    var within = panel.contains(document.activeElement);
    panel.hidden = false;
    bar.hidden = !busy;
    answers.textContent = "";
    (choices || []).forEach(function (choice, at) {
      var answer = document.createElement("button");
      answer.type = "button";
      answer.className = at ? "btn" : "btn main";
      answer.textContent = choice[0];
      answer.setAttribute("aria-describedby", said.id);
      answer.addEventListener("click", choice[1]);
      answers.appendChild(answer);
      if (!at) { answer.focus({ preventScroll: true }); }
    });
    if (within && !choices) { button.focus({ preventScroll: true }); }
    clearTimeout(soon);
    if (said.textContent) { said.textContent = sentence; return; }
    // A change inside a region that is already shown is what gets announced.
    soon = setTimeout(function () { said.textContent = sentence; panel.scrollIntoView({ block: "nearest" }); }, 50);
  }

  function close() {
    clearTimeout(soon);
    panel.hidden = true;
    said.textContent = "";
    button.focus({ preventScroll: true });
  }

  function show(kept) {
    state.hidden = !kept;
    button.textContent = kept ? words("remove") : named;
    button.setAttribute("data-kept", kept ? "1" : "");
  }

  /* Asking */

  async function offer() {
    var answer, about;
    try { answer = await fetch(list, { cache: "no-store" }); } catch (noLine) { return say(words("line")); }
    try { about = await answer.json(); } catch (odd) {}
    if (!answer.ok || !about || !about.files) { return say(words("none")); }
    var size = about.bytes / 1e6;
    var sentence = words("ask").replace("{}", size < 10 ? Math.max(size, 0.1).toFixed(1) : String(Math.round(size)));
    say(about.left ? sentence + " " + words("left") : sentence, [[words("yes"), function () { start(about.bytes); }], [words("no"), close]]);
  }

  async function start(bytes) {
    var room = navigator.storage && navigator.storage.estimate && await navigator.storage.estimate().catch(function () {});
    if (room && room.quota - room.usage < bytes) { return fail("room"); }
    reached = from = 0;
    keep();
  }

  /* Keeping */

  async function keep() {
    busy = true;
    from = reached;
    button.setAttribute("aria-disabled", "true");
    progress(reached);
    try {
      var registration = await workers.register(root + "sw.js");
      if (registration.active) { await registration.update().catch(function noLine() {}); }
      var worker = registration.installing;
      if (worker) { worker.addEventListener("statechange", function () { if (worker.state === "redundant") { stopped(); } }); }
      else if (registration.active) { registration.active.postMessage("keep"); }
    } catch (refused) { fail(refused.name === "SecurityError" ? "none" : "line"); }
  }

  function progress(percent) {
    reached = Math.max(reached, percent);
    bar.value = reached;
    // A screen reader would read out every one of them.
    if (busy) { say(words("going").replace("{}", String(reached - reached % 10))); }
  }

  /** Browsers end a worker that takes minutes; as long as it gets on, another one goes on. One that
      knows why it failed says so, at about the same time. */
  function stopped() {
    setTimeout(function () {
      if (!busy) { return; }
      if (reached > from) { keep(); } else { fail("line"); }
    }, 1000);
  }

  function fail(why) {
    settle();
    say(words(why) || words("file"), why === "none" ? null : [[words("again"), keep], [words("no"), giveUp]]);
  }

  function settle() {
    busy = false;
    button.removeAttribute("aria-disabled");
  }

  function done() {
    settle();
    show(true);
    say(words("done"));
    // What a reader asked for is not thrown away for room; where that is refused, it is kept as well as can be.
    if (navigator.storage && navigator.storage.persist) { navigator.storage.persist().catch(function () {}); }
  }

  workers && workers.addEventListener("message", function (event) {
    var told = event.data || {};
    if (!busy) { return; }
    if (told.failed) { fail(told.failed); } else if (told.kept) { done(); } else if (told.percent) { progress(told.percent); }
  });

  /* Removing */

  async function clear() {
    var registration = await workers.getRegistration(root);
    if (registration && registration.scope === root) { await registration.unregister(); }
    await caches.delete(store);
  }

  function giveUp() { clear().then(close, close); }

  function remove() {
    clear().then(function () { show(false); say(words("removed")); }, function () { say(words("none")); });
  }

  /* The button */

  async function isKept() {
    try { return Boolean(await caches.match(list, { cacheName: store })); } catch (refused) { return false; }
  }

  function press() {
    if (busy) { return; }
    if (linli.chat) { return say(words("how")); }
    if (button.getAttribute("data-kept")) { return say(words("remove-ask"), [[words("remove-yes"), remove], [words("no"), close]]); }
    offer();
  }

  var pressed = !workers || !workers.controller;
  linli.does.keep = press;
  isKept().then(function (kept) {
    show(kept);
    if (pressed) { press(); }
  });
})();
