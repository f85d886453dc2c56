/* The search as it is used: what is typed is asked of the engine (search.js), what comes back is shown
   by found.js. On the page to search on it stands in the page; elsewhere in a dialog over the page. */
(function () {
  "use strict";
  var linli = window.linli, found = linli.found, words = found.words, make = found.make;

  /** The engine; sought again after it could not be loaded. */
  function ready() {
    return linli.marks ? Promise.resolve() : new Promise(function (done, failed) {
      var script = make("script");
      script.src = found.engine;
      script.onload = done;
      script.onerror = function () { script.remove(); failed(new Error("no engine")); };
      document.head.appendChild(script);
    });
  }

  /** Draws anew and leaves the focus on what it was on, or on what is left. */
  function redraw(element, field, draw) {
    var at = element.contains(document.activeElement) ? document.activeElement : null;
    function name(one) { return one.getAttribute("href") || one.value; }
    element.textContent = "";
    draw();
    if (!at) { return; }
    (Array.prototype.filter.call(element.querySelectorAll("a, button"), function (one) { return name(one) === name(at); })[0] || field).focus();
  }

  /** The search in place, which holds the form. settled hears what is sought when typing stops. */
  function start(place, form, status, settled) {
    var field = form.querySelector("input");
    var search = { field: field, chosen: {}, again: again, seek: seek };
    // Seen at once; heard when typing has stopped.
    var keys = make("p", "keys", words.keys, place);
    // Its line is on the page already: nothing moves when it is filled.
    var count = place.appendChild(place.querySelector(".status") || make("p", "status"));
    var failure = make("div", "failed", "", place);
    var facets = make("div", "narrow-by", "", place);
    var similar = make("p", "foot-title similar", words.similar, place);
    var list = make("ol", "results", "", place);
    var more = found.button("btn more", words.more, place, function () {
      var shown = list.children.length;
      limit += 20;
      ask(function () { (list.children[shown] || list.lastChild).querySelector("a").focus(); });
    });
    var nothing = make("div", "nothing", "", place);
    var before = make("div", "recent", "", place);
    var limit = 10, turn = 0, composing = false, soon, slow, late, stopped;

    count.setAttribute("aria-hidden", "true");
    list.setAttribute("data-results", "");
    make("p", "", words.failed, failure);
    found.button("btn", words.again, failure, function () { field.focus(); ask(); });

    /** What is asked. An input method that composes parts its letters: zhi'yuan. */
    function asked() {
      var typed = field.value.trim();
      return composing ? typed.replace(/([a-z])['’ ]+(?=[a-z])/gi, "$1") : typed;
    }

    function settle() { settled(asked(), search.chosen); }

    /** Says how it stands: to the eye now, to the ear when typing has stopped. */
    function say(text) {
      count.textContent = text;
      clearTimeout(stopped);
      stopped = setTimeout(function () { status.textContent = text; settle(); }, 500);
    }

    /** A search that led somewhere is kept; nobody wants a page of pasted text back. */
    function used() {
      if (asked() && asked().length < 80) { found.keep(asked()); }
      settle();
    }

    function seek(query, chosen) {
      field.value = query;
      search.chosen = chosen;
      field.focus();
      again();
    }

    function again() { limit = 10; ask(); }

    function ask(then) {
      var query = asked(), mine = turn += 1, where = {};
      // An answer that comes after a newer question is no answer.
      function ifMine(act) { return function (answer) { if (mine === turn) { act(answer); } }; }
      [soon, slow, late].forEach(clearTimeout);
      if (!query) { show(null, ""); return; }
      Object.keys(search.chosen).forEach(function (name) {
        if (name !== "kind" && search.chosen[name].length) { where[name] = search.chosen[name]; }
      });
      var kinds = search.chosen.kind && search.chosen.kind.length ? search.chosen.kind : undefined;
      slow = setTimeout(function () { say(words.loading); }, 300);
      // A line that is dead but not broken never answers; what still comes is shown all the same.
      late = setTimeout(fail, 15000);
      ready().then(function () {
        return linli.search(query, {
          limit: limit, lang: found.own, kinds: kinds, where: where, counts: true,
          partial: ifMine(function (answer) { show(answer, query); })
        });
      }).then(ifMine(function (answer) {
        show(answer, query);
        if (then) { then(); }
      })).catch(ifMine(fail));
    }

    function fail() {
      show(null, asked());
      failure.hidden = false;
      status.textContent = words.failed;
    }

    function show(answer, query) {
      var results = answer ? answer.results : [];
      [slow, late].forEach(clearTimeout);
      failure.hidden = true;
      similar.hidden = !results.length || !answer.similar;
      redraw(list, field, function () { results.forEach(function (result) { found.row(list, result, query); }); });
      list.hidden = keys.hidden = !results.length;
      more.hidden = !results.length || answer.total <= results.length;
      // Titles that stand there first may not know yet what can be chosen.
      if (!answer || answer.facets) { redraw(facets, field, function () { if (answer) { found.chips(search, facets, answer.facets); } }); }
      nothing.hidden = !answer || results.length > 0;
      if (!nothing.hidden) { found.nothing(search, nothing, answer.nearest || []); }
      if (query) { before.hidden = true; } else { found.before(search, before); }
      say(!answer ? "" : words[results.length ? "found" : "none"].replace("{}", answer.total));
    }

    field.addEventListener("input", function () {
      clearTimeout(soon);
      soon = setTimeout(again, 30);
    });
    field.addEventListener("compositionstart", function () { composing = true; });
    field.addEventListener("compositionend", function () { composing = false; again(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); used(); again(); });
    list.addEventListener("click", function (event) { if (event.target.closest("a")) { used(); } });
    place.addEventListener("keydown", function (event) {
      var stops = [field].concat(Array.prototype.slice.call(list.querySelectorAll("a")));
      var next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      // The input method has keys of its own.
      if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      if (/^Arrow(Down|Up)$/.test(event.key) && stops.indexOf(event.target) >= 0 && next) {
        event.preventDefault();
        next.focus();
      }
    });
    if (field.value.trim()) { ask(); } else { show(null, ""); }
    return search;
  }

  /* In the page: what is sought stands in the address, to be passed on */

  var inPage = document.querySelector("[data-finder]");

  function startPage() {
    var form = inPage.querySelector("form");
    var address = new URLSearchParams(location.search);
    var chosen = {};
    found.names.forEach(function (name) { if (address.has(name)) { chosen[name] = address.getAll(name); } });
    var search = start(inPage, form, inPage.querySelector("[role=status]"), function (query, chosen) {
      var rest = new URLSearchParams();
      if (query) { rest.set("q", query); }
      Object.keys(query ? chosen : {}).forEach(function (name) { chosen[name].forEach(function (id) { rest.append(name, id); }); });
      try { history.replaceState(null, "", location.pathname + (String(rest) && "?" + rest)); } catch (onDisk) {}
    });
    search.chosen = chosen;
    if (address.get("q")) {
      search.field.value = address.get("q");
      search.again();
    }
    linli.find = function () { search.field.focus(); search.field.select(); };
  }

  /* Over a page. Its entry in the history lets the phone's Back close it, and not the page. */

  function startDialog() {
    var modal = typeof document.createElement("dialog").showModal === "function";
    var over = make(modal ? "dialog" : "div", "over", "", document.body);
    var place = make("div", "over-sheet", "", over);
    var head = make("div", "over-head", "", place);
    var form = make("form", "find", "", head);
    var field = make("input", "", "", form);
    var shown = false, entered = false, leaving = false, opener = null, search = null;

    over.setAttribute("aria-label", words.search);
    if (!modal) { over.setAttribute("role", "dialog"); over.setAttribute("aria-modal", "true"); over.hidden = true; }
    form.setAttribute("role", "search");
    [["type", "search"], ["name", "q"], ["aria-label", words.search], ["placeholder", words.for], ["autocomplete", "off"], ["enterkeyhint", "search"]]
      .forEach(function (pair) { field.setAttribute(pair[0], pair[1]); });
    make("button", "", words.search, form).type = "submit";
    found.button("btn", words.close, head, close);
    var status = make("p", "away", "", place);
    status.setAttribute("role", "status");

    /** An entry of its own; what is sought stands in it, for when the reader comes back from a result. */
    function remember(query) {
      if (shown && entered) { try { history.replaceState({ find: query }, ""); } catch (onDisk) {} }
    }

    function open(from) {
      if (shown) { return; }
      opener = from;
      shown = true;
      document.documentElement.classList.add("finding");
      if (modal) { over.showModal(); } else { over.hidden = false; }
      var back = history.state && history.state.find;
      entered = typeof back === "string";
      if (!entered) { try { history.pushState({ find: "" }, ""); entered = true; } catch (onDisk) {} }
      if (back) { search.seek(back, {}); } else { field.focus(); field.select(); }
    }

    function hide() {
      if (!shown) { return; }
      shown = false;
      document.documentElement.classList.remove("finding");
      if (modal) { if (over.open) { over.close(); } } else { over.hidden = true; }
      if (opener && opener.focus) { opener.focus({ preventScroll: true }); }
    }

    function close() {
      if (!shown) { return; }
      hide();
      if (entered) { leaving = true; history.back(); }
    }

    window.addEventListener("popstate", function () {
      if (leaving) { leaving = false; } else { hide(); }
    });
    // The Back gesture of newer phones closes a dialog by itself.
    over.addEventListener("close", close);
    over.addEventListener("click", function (event) {
      var a = event.target.closest("a");
      if (event.target === over) { close(); return; }
      // A place on the page that lies below: its entry takes that of the dialog.
      if (a && a.href.split("#")[0] === location.href.split("#")[0] && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        if (!entered || a.href.indexOf("#") < 0) { close(); }
        if (a.href.indexOf("#") >= 0) { hide(); location.replace(a.href); }
      }
    });
    over.addEventListener("keydown", function (event) {
      if (event.isComposing || event.keyCode === 229) { return; }
      var stops = Array.prototype.filter.call(over.querySelectorAll("a, button, input"), function (one) { return one.offsetParent; });
      var end = event.shiftKey ? stops[0] : stops[stops.length - 1];
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "/" && event.target !== field) { event.preventDefault(); field.focus(); field.select(); }
      // Without a modal dialog the focus has to be held.
      if (event.key === "Tab" && !modal && event.target === end) {
        event.preventDefault();
        stops[event.shiftKey ? stops.length - 1 : 0].focus();
      }
      // Nothing of this is for the page below.
      event.stopPropagation();
    });

    search = start(place, form, status, remember);
    // The ways of the menu, which is on every page.
    var ways = document.querySelector(".foot .menu ul");
    if (ways) {
      var nav = make("nav", "other-ways menu", "", place);
      nav.setAttribute("aria-label", words.or);
      make("p", "foot-title", words.or, nav);
      nav.appendChild(ways.cloneNode(true));
      linli.each("a", function (a) {
        if (a.href === document.querySelector("[data-find]").href || a.getAttribute("aria-current") === "page") { a.parentNode.remove(); }
      }, nav);
    }
    linli.find = open;
    ready().catch(function () {});
  }

  if (inPage) { startPage(); } else { startDialog(); }
})();
