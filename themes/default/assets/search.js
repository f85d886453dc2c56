/* Searches the titles, summaries and other words of all pages. The index is a classic script that
   calls one function, since a page on a disk may load a script but not fetch a file. */
(function () {
  "use strict";
  var root = document.documentElement.getAttribute("data-root") || "";
  // The folder of this page's language stands right below the root.
  var own = decodeURIComponent(location.pathname.split("/").slice(0, -1)[location.pathname.split("/").length - root.split("../").length] || "");
  var HAN = /[\u2e80-\u9fff\uf900-\ufaff]/;
  var loading = null;

  /** The text as it is compared, and for every character of it the place it comes from. */
  function normal(text) {
    var words = "", from = [];
    text.split("").forEach(function (letter, i) {
      // A space between Han is no part of a word.
      if (/\s/.test(letter) && HAN.test(text[i - 1]) && HAN.test(text[i + 1])) { return; }
      var plain = letter.normalize("NFKC").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
      for (var k = 0; k < plain.length; k++) { from.push(i); }
      words += plain;
    });
    return { words: words, from: from };
  }

  function partsOf(query) {
    return query.split(/\s+/).map(function (part) { return normal(part).words; }).filter(Boolean);
  }

  /** Every entry of every language, once the index is there. */
  function load() {
    loading = loading || new Promise(function (done, failed) {
      window.linliTitles = function (titles) {
        done([].concat.apply([], Object.keys(titles).map(function (lang) {
          return titles[lang].map(function (row) {
            return { row: row, lang: lang, title: normal(row[0]).words, rest: normal(row[3] + " " + row[4]).words };
          });
        })));
      };
      var script = document.createElement("script");
      script.src = root + "search/manifest.js";
      script.onerror = function () { loading = null; failed(new Error("the index cannot be loaded")); };
      document.head.appendChild(script);
    });
    return loading;
  }

  /** How well an entry answers, 0 for not at all: every part must be found, best in the title. */
  function score(entry, parts) {
    return parts.reduce(function (sum, part) {
      var at = entry.title.indexOf(part);
      var worth = at < 0 ? Number(entry.rest.indexOf(part) >= 0) : entry.title === part ? 9 : at === 0 ? 5 : 4;
      return sum && worth && sum + worth;
    }, Number(parts.length > 0));
  }

  window.linli.search = function (query, options) {
    var wanted = options || {};
    var parts = partsOf(query);
    return load().then(function (entries) {
      var found = entries.map(function (entry) {
        var row = entry.row;
        return { url: row[1], title: row[0], heading: "", kind: row[2], snippet: row[3], score: score(entry, parts), lang: entry.lang };
      }).filter(function (result) {
        return result.score && (!wanted.kinds || wanted.kinds.indexOf(result.kind) >= 0);
      });
      var first = wanted.lang || own;
      found.sort(function (a, b) { return (b.lang === first) - (a.lang === first) || b.score - a.score; });
      return { total: found.length, results: found.slice(0, wanted.limit || 100) };
    });
  };

  /* The page */

  var form = document.querySelector("form.find[role=search]");
  var field = form.querySelector("input[type=search]");
  var list = document.querySelector("[data-results]");
  var status = document.querySelector("[data-status]");
  var empty = document.querySelector("[data-empty]");
  var asked = 0, later = null;

  /** An element with the parts marked, made of text nodes only. */
  function marked(element, name, text, parts) {
    var plain = normal(text);
    var hits = [];
    parts.forEach(function (part) {
      for (var at = plain.words.indexOf(part); at >= 0; at = plain.words.indexOf(part, at + 1)) {
        for (var i = plain.from[at]; i <= plain.from[at + part.length - 1]; i++) { hits[i] = true; }
      }
    });
    element.className = name;
    for (var start = 0, end = 0; start < text.length; start = end) {
      while (end < text.length && !hits[end] === !hits[start]) { end += 1; }
      var into = hits[start] ? element.appendChild(document.createElement("mark")) : element;
      into.appendChild(document.createTextNode(text.slice(start, end)));
    }
    return element;
  }

  function show(query, answer) {
    var parts = partsOf(query);
    list.textContent = "";
    answer.results.forEach(function (result) {
      var line = list.appendChild(document.createElement("li"));
      if (result.lang !== own) { line.lang = result.lang; }
      marked(line.appendChild(document.createElement("a")), "", result.title, parts).href = root + result.url;
      line.appendChild(document.createTextNode(" "));
      marked(line.appendChild(document.createElement("span")), "meta", result.kind, []);
      marked(line.appendChild(document.createElement("span")), "summary", result.snippet, parts);
    });
    empty.hidden = !parts.length || answer.total > 0;
    var words = status.getAttribute(answer.total ? "data-found" : "data-none").replace("{}", answer.total);
    clearTimeout(later);
    // Results come at once; the count is said, and kept in the address, when typing has stopped.
    later = setTimeout(function () {
      status.textContent = parts.length ? words : "";
      try { history.replaceState(null, "", location.pathname + (query && "?q=" + encodeURIComponent(query))); } catch (onDisk) {}
    }, 300);
  }

  function search() {
    var query = field.value.trim();
    var turn = asked += 1;
    // An answer that comes after a newer question is no answer.
    function answered(answer) { if (turn === asked) { show(query, answer); } }
    if (!list.firstChild) { status.textContent = status.getAttribute("data-loading"); }
    window.linli.search(query).then(answered, function () { answered({ total: 0, results: [] }); });
  }

  field.value = new URLSearchParams(location.search).get("q") || field.value;
  field.addEventListener("input", search);
  form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
  if (field.value) { search(); }
})();
