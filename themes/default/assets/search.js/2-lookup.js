/* Reads the search index. It is scripts that call linliIndex (src/search/files.rs says what is in
   them), since a page on a disk may load a script but not fetch a file. */
(function () {
  "use strict";
  var linli = window.linli;
  var root = document.documentElement.getAttribute("data-root") || "";

  /* Files */

  var PATIENCE = 20000;
  var HASH = 4, GROUP = 16;
  var held = {}, coming = {}, parsed = {}, tried = 0, began = Date.now();
  var beginning = null, manifest = null, map = null;
  window.linliIndex = function (name, value) { held[name] = value; };

  function lost(name) {
    var error = new Error("a piece of the search index is missing: " + name);
    error.missing = true;
    return error;
  }

  /** The value a file gives, once it is there. A script that ends without giving it was cut off. */
  function load(name, path) {
    if (name in held) { return Promise.resolve(held[name]); }
    coming[name] = coming[name] || new Promise(function (done, failed) {
      var script = document.createElement("script");
      function end(fine) {
        clearTimeout(timer);
        delete coming[name];
        script.remove();
        if (fine && name in held) { done(held[name]); } else { failed(lost(name)); }
      }
      var timer = setTimeout(end, PATIENCE, false);
      script.charset = "utf-8";
      script.onload = function () { end(true); };
      script.onerror = function () { end(false); };
      // What was cut off may be kept somewhere as it came; another address is fetched anew.
      script.src = root + "search/" + path + (tried ? "?" + tried + "." + began : "");
      document.head.appendChild(script);
    });
    return coming[name];
  }

  function file(folder, number) {
    var name = number === undefined ? folder : folder + "/" + number;
    var hashes = manifest.names[folder];
    var hash = (hashes || "").substr(HASH * Math.floor((number || 0) / GROUP), HASH);
    return hash ? load(name, name + "-" + hash + ".js") : Promise.reject(lost(name));
  }

  /** The manifest, and what every query needs besides; read once, however many ask at a time. */
  function begin() {
    beginning = beginning || load("manifest", "manifest.js").then(function (value) {
      manifest = value;
      ["terms", "words"].forEach(function (folder) { manifest.firsts[folder] = readFirsts(manifest.firsts[folder]); });
      return file("map");
    }).then(function (value) { map = readMap(value); });
    return beginning;
  }

  function forget(error) {
    if (!error.missing) { throw error; }
    tried += 1;
    held = {}; parsed = {}; beginning = manifest = map = null;
  }

  /** Runs a search; when a file is missing, the handbook may have changed: once more from the start. */
  function patiently(search) {
    return begin().then(search).catch(function (error) {
      forget(error);
      return begin().then(search).catch(function (again) { forget(again); throw again; });
    });
  }

  /* Reading */

  var MARKS = 4, LAST = 56, MORE = 29;
  var SYMBOL = new Uint8Array(128);
  for (var value = 0, code = 33; code < 127; code += 1) {
    if ("\"&<>\\".indexOf(String.fromCharCode(code)) < 0) { SYMBOL[code] = value; value += 1; }
  }

  /** Numbers one after another, each for itself. */
  function numbers(text) {
    var all = [];
    for (var i = 0, high = 0; i < text.length; i += 1) {
      var digit = SYMBOL[text.charCodeAt(i)] - MARKS;
      if (digit >= LAST) { high = high * MORE + digit - LAST + 1; } else { all.push(high * LAST + digit); high = 0; }
    }
    return all;
  }

  /** Calls back with each number of a list that grows, and the mark behind it. */
  function read(text, each) {
    var next = 0, high = 0;
    for (var i = 0; i < text.length; i += 1) {
      var symbol = SYMBOL[text.charCodeAt(i)];
      if (symbol >= MARKS + LAST) { high = high * MORE + symbol - MARKS - LAST + 1; continue; }
      var number = next + high * LAST + symbol - MARKS;
      var mark = i + 1 < text.length ? SYMBOL[text.charCodeAt(i + 1)] : MARKS;
      if (mark < MARKS) { i += 1; }
      each(number, mark < MARKS ? mark + 1 : 0);
      next = number + 1;
      high = 0;
    }
  }

  /** What the first term of each stretch of the dictionary begins with. */
  function readFirsts(text) {
    var given = numbers(text), firsts = [], before = [];
    for (var i = 0; i < given.length;) {
      var alike = Math.floor(given[i] / 64), rest = given[i] % 64;
      var first = before.slice(0, alike);
      for (var k = 0; k < rest; k += 1) { first.push(given[i + 1 + k] + (k ? 0 : before[alike] || 0)); }
      i += 1 + rest;
      before = first;
      firsts.push(String.fromCodePoint.apply(null, first));
    }
    return firsts;
  }

  function readMap(value) {
    var counts = numbers(value[0]);
    var firsts = new Uint32Array(counts.length + 1);
    var page = new Uint32Array(manifest.sections);
    counts.forEach(function (count, at) {
      firsts[at + 1] = firsts[at] + count;
      page.fill(at, firsts[at], firsts[at + 1]);
    });
    return { firsts: firsts, page: page, kinds: numbers(value[1]), groups: value[2] };
  }

  /** The dictionary's stretch that would hold a term. */
  function stretchOf(folder, term) {
    var firsts = manifest.firsts[folder];
    var low = 0, high = firsts.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (firsts[middle] <= term) { low = middle + 1; } else { high = middle; }
    }
    return Math.max(0, low - 1);
  }

  function stretch(folder, number) {
    var name = folder + "/" + number;
    if (!manifest.names[folder]) { return Promise.resolve({ terms: [], lists: [] }); }
    return file(folder, number).then(function (text) {
      if (!parsed[name]) {
        var terms = [], lists = [];
        var parts = text.split(" ");
        for (var i = 0; i + 1 < parts.length; i += 2) {
          terms.push((terms[terms.length - 1] || "").slice(0, parts[i].charCodeAt(0) - 48) + parts[i].slice(1));
          lists.push(parts[i + 1]);
        }
        parsed[name] = { terms: terms, lists: lists };
      }
      return parsed[name];
    });
  }

  function place(terms, term) {
    var low = 0, high = terms.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (terms[middle] < term) { low = middle + 1; } else { high = middle; }
    }
    return low;
  }

  linli.index = {
    patiently: patiently,
    file: file,
    read: read,
    has: function (name) { return name in held; },
    manifest: function () { return manifest; },
    map: function () { return map; },
    languageNumber: function (folder) {
      return Math.max(0, manifest.languages.findIndex(function (language) { return language[0] === folder; }));
    },

    /** The texts of the pages around one, from its row among the titles: [first page, [text, …], …]. */
    text: function (shelf) {
      var number = shelf.row[3];
      return load("text/" + number, "text/" + number + "-" + shelf.hash + ".js");
    },

    /** The postings of a term: a list of none or one; with "*" behind it, of what begins so. */
    lists: function (term) {
      var prefix = term.slice(-1) === "*" && term.length > 1;
      var from = prefix ? term.slice(0, -1) : term;
      var first = stretchOf("terms", from);
      // A few files are enough to tell what somebody is beginning to write.
      var last = prefix ? Math.min(stretchOf("terms", from + "\uffff"), first + 3) : first;
      var all = [];
      for (var number = first; number <= last; number += 1) { all.push(stretch("terms", number)); }
      return Promise.all(all).then(function (stretches) {
        var lists = [];
        stretches.forEach(function (one) {
          for (var at = place(one.terms, from); at < one.terms.length; at += 1) {
            if (prefix ? one.terms[at].slice(0, from.length) !== from : one.terms[at] !== from) { break; }
            lists.push(one.lists[at]);
          }
        });
        return lists;
      });
    },

    /** The words in Latin letters that begin with one of these letters. */
    vocabulary: function (letters) {
      var folder = manifest.names.words ? "words" : "terms";
      var wanted = {};
      letters.forEach(function (letter) {
        for (var at = stretchOf(folder, letter), end = stretchOf(folder, letter + "\uffff"); at <= end; at += 1) { wanted[at] = stretch(folder, at); }
      });
      return Promise.all(Object.keys(wanted).map(function (at) { return wanted[at]; })).then(function (stretches) {
        return [].concat.apply([], stretches.map(function (one) {
          return one.terms.filter(function (term) { return /^[a-z]{4,}$/.test(term) && letters.indexOf(term[0]) >= 0; });
        }));
      });
    }
  };
})();
