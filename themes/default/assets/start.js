/* Before the first paint: large text, the size of text, and what this browser keeps for the reader.
   The one blocking script, so that nothing jumps. Nothing of what is kept is ever sent. */
(function () {
  "use strict";
  var html = document.documentElement;
  var prefix = "linli:" + html.getAttribute("data-handbook") + ":";
  var held = {};

  /** What was kept under a name, or null. */
  function kept(name) {
    if (name in held) { return held[name]; }
    try { return localStorage.getItem(prefix + name); } catch (refused) { return null; }
  }

  /** Keeps a text, or forgets it with null. Where the browser refuses, it holds for this page. */
  function keep(name, text) {
    try {
      if (text === null) { localStorage.removeItem(prefix + name); } else { localStorage.setItem(prefix + name, text); }
      delete held[name];
    } catch (refused) { held[name] = text; }
  }

  /** Dresses the page in what the reader chose. */
  function look() {
    var size = Number(kept("text"));
    html.classList[kept("big") === "1" ? "add" : "remove"]("big");
    if (size >= 1 && size <= 4) { html.setAttribute("data-text", String(size)); } else { html.removeAttribute("data-text"); }
  }

  /** A QR code may ask for large text, a link for a learning path. */
  function listen(asked) {
    if (asked.get("big") === "1" || asked.get("big") === "0") { keep("big", asked.get("big")); }
    if (asked.has("path")) { keep("path", asked.get("path") || null); }
  }

  html.classList.add("js");
  if (window.URLSearchParams) { listen(new URLSearchParams(location.search)); }
  look();
  window.linli = { kept: kept, keep: keep, look: look };
})();
