/* What the search shows: results, chips to narrow them, what helps where nothing is found, what was
   sought before. find.js asks and listens. The words come with the page, in one attribute of the link
   to the search: no script holds any, and a page carries no markup for what most readers never open. */
(function () {
  "use strict";
  var linli = window.linli;
  var root = document.documentElement.getAttribute("data-root") || "";
  var link = document.querySelector("[data-find]");
  var words = {}, labels = {}, languages = {};
  var texts = link.getAttribute("data-words").split("|");
  "search for or loading found none nothing similar failed again more narrow wide near recent forget forget-all keys close whom contact"
    .split(" ").forEach(function (name, at) { words[name] = texts[at] || ""; });
  // The folder of this page's language stands first in any address below the root.
  var own = link.getAttribute("href").slice(root.length).split("/")[0];
  var NAMES = ["kind", "lang", "phase", "role", "problem", "tag"];

  linli.each("a[data-language]", function (other) {
    languages[other.getAttribute("data-language")] = (other.querySelector(".long") || other).textContent;
  });

  /** A new element at the end of another, with words in it. */
  function make(name, look, text, into) {
    var element = document.createElement(name);
    if (look) { element.className = look; }
    if (text) { element.textContent = text; }
    if (name === "button") { element.type = "button"; }
    if (into) { into.appendChild(element); }
    return element;
  }

  function button(look, text, into, act) {
    var made = make("button", look, text, into);
    made.addEventListener("click", act);
    return made;
  }

  /** Words with what was sought marked; text nodes only, whatever they are. */
  function marked(into, text, query) {
    var at = 0;
    (linli.marks ? linli.marks(text, query) : []).forEach(function (range) {
      if (range[0] < at) { return; }
      into.appendChild(document.createTextNode(text.slice(at, range[0])));
      make("mark", "", text.slice(range[0], range[1]), into);
      at = range[1];
    });
    into.appendChild(document.createTextNode(text.slice(at)));
  }

  /** One result: the whole row leads there, but its title alone is what the link is called. */
  function row(list, result, query) {
    var line = make("li", "", "", list);
    var a = make("a", "", "", line);
    a.href = root + result.url;
    if (result.lang !== own) { line.lang = result.lang; }
    marked(a, result.title, query);
    if (result.heading) {
      make("span", "", " › ", a);
      marked(a, result.heading, query);
    }
    var about = [result.label, result.code].filter(Boolean).join(" ");
    var language = result.lang === own ? "" : languages[result.lang] || result.lang;
    make("span", "meta", [about, language].filter(Boolean).join(" · "), line);
    if (result.snippet) { marked(make("span", "snippet", "", line), result.snippet, query); }
  }

  /* Narrowing. search is what find.js knows: what is chosen, and how to ask again. */

  function chips(search, into, given) {
    given.forEach(function (facet) {
      labels[facet.name] = facet.label;
      facet.values.forEach(function (value) {
        labels[facet.name + " " + value.value] = value.label;
        if (facet.name === "lang") { languages[value.value] = value.label; }
      });
    });
    var fold = button("btn fold-by", words.narrow, into, function () {
      search.opened = !search.opened;
      showFold();
    });
    function showFold() {
      into.classList[search.opened ? "add" : "remove"]("opened");
      fold.setAttribute("aria-expanded", String(Boolean(search.opened)));
    }
    fold.value = "fold";
    showFold();
    NAMES.forEach(function (name) {
      var facet = given.filter(function (one) { return one.name === name; })[0];
      group(search, into, name, facet ? facet.values : []);
    });
    fold.hidden = !into.querySelector("[aria-pressed=false]");
    // Where there is room the first row is always shown, and alone there is nothing to unfold.
    into.classList[into.querySelectorAll(".narrow-row").length > 1 ? "remove" : "add"]("one-row");
    if (into.querySelector("[aria-pressed=true]")) {
      button("btn wide-again", words.wide, into, function () { search.seek(search.field.value, {}); });
    }
  }

  function group(search, into, name, values) {
    var chosen = search.chosen[name] || [];
    // What is chosen stays, also where it no longer leads anywhere.
    var gone = chosen.filter(function (id) { return !values.some(function (value) { return value.value === id; }); });
    // One value for all narrows nothing; more than eight are a wall.
    if (values.length < 2 && !chosen.length) { return; }
    var shown = values.filter(function (value, at) { return at < 8 || chosen.indexOf(value.value) >= 0; });
    var row = make("div", chosen.length ? "narrow-row chosen" : "narrow-row", "", into);
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", labels[name] || words.narrow);
    if (labels[name]) { make("span", "narrow-name", labels[name], row).setAttribute("aria-hidden", "true"); }
    var element = make("div", "", "", row);
    shown.concat(gone.map(function (id) { return { value: id, label: labels[name + " " + id] || id, count: 0 }; })).forEach(function (value) {
      var at = chosen.indexOf(value.value);
      var chip = button("narrow-chip", value.label + " ", element, function () {
        search.chosen[name] = at < 0 ? chosen.concat(value.value) : chosen.filter(function (id) { return id !== value.value; });
        search.again();
      });
      make("small", "", String(value.count), chip);
      chip.value = name + " " + value.value;
      chip.setAttribute("aria-pressed", String(at >= 0));
    });
  }

  /* Words to search for: near ones where nothing is found, and what was sought before */

  function offer(search, query, into) {
    button("offer", query, into, function () { search.seek(query, {}); });
  }

  function nothing(search, into, nearest) {
    into.textContent = "";
    make("p", "", words.nothing, into);
    if (nearest.length) {
      make("p", "foot-title", words.near, into);
      var near = make("ul", "offers", "", into);
      nearest.slice(0, 5).forEach(function (one) {
        var item = make("li", "", "", near), text = one.words || String(one);
        if (one.url) { make("a", "offer", text, item).href = root + one.url; } else { offer(search, text, item); }
      });
    }
    if (words.contact) {
      var whom = make("p", "", "", into);
      make("b", "", words.whom, whom);
      whom.appendChild(document.createTextNode(" " + words.contact));
    }
  }

  /** What was sought before, in this browser. What was kept may be anything. */
  function recent() {
    var list = null;
    try { list = JSON.parse(linli.kept("recent")); } catch (broken) {}
    return (Array.isArray(list) ? list : []).filter(function (query) { return typeof query === "string" && query; }).slice(0, 8);
  }

  /** Puts a search first among those that are kept, or forgets it. */
  function keep(query, forget) {
    var others = recent().filter(function (other) { return other !== query; });
    var list = (forget ? others : [query].concat(others)).slice(0, 8);
    linli.keep("recent", list.length ? JSON.stringify(list) : null);
  }

  function before(search, into) {
    var list = recent();
    into.textContent = "";
    into.hidden = !list.length;
    make("p", "foot-title", words.recent, into);
    var offers = make("ul", "offers", "", into);
    list.forEach(function (query) {
      var item = make("li", "", "", offers);
      offer(search, query, item);
      button("forget", "×", item, function () {
        keep(query, true);
        search.seek("", {});
      }).setAttribute("aria-label", words.forget.replace("{}", query));
    });
    button("btn", words["forget-all"], into, function () {
      linli.keep("recent", null);
      search.seek("", {});
    });
  }

  linli.found = {
    words: words, names: NAMES, own: own, engine: link.getAttribute("data-find").split(" ").pop(), make: make, button: button,
    row: row, chips: chips, nothing: nothing, before: before, keep: keep
  };
})();
