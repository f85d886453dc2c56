/* What a query asks for, and what of the index answers to it. words.js cuts it into terms, lookup.js
   reads the index, search.js ranks. src/search/ask.rs does the same in the terminal, and the tests
   ask both the same questions. */
(function () {
  "use strict";
  var linli = window.linli;
  var words = linli.words;
  var index = linli.index;
  var reader = document.documentElement.lang || "";

  /* What is asked for */

  // How people ask, not what for: these are looked for but need not be there.
  var FRAMES = /我们|咱们|你们|他们|大家|请问|想问|想知道|怎么办|怎么做|怎么样|怎么|怎样|如何|什么|为何|有没有|能不能|可不可以|会不会|要不要|是不是|哪里|哪些|哪个|多少|应该|可以|需要|一下|请告诉|告诉|关于|介绍|我|呢|吗|吧|啊|呀|了|的/g;
  var STOPS = /^(a|an|the|of|in|on|at|to|for|and|or|is|are|was|be|do|doe|did|can|could|should|would|will|how|what|why|when|where|who|which|if|i|we|our|my|you|your|it|there|this|that|with|from|by|as|not|no|me|us|please|tell|about|now|any|get|s)$/;
  var LONGEST_QUERY = 200;
  var MOST_ATOMS = 28, MOST_PAIRS = 9;
  var EXACT = 1, PINYIN = 0.8, BEGUN = 0.7, BEGUN_TOO = 0.3, SAME = 0.7, INITIALS = 0.6, TYPO = 0.6;

  function clean(query) {
    // Half a character may stay where a long text was cut.
    return String(query).slice(0, LONGEST_QUERY).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1 ");
  }

  /**
   * The query as units (a Han character, a word), each with a weight, and atoms, each what may stand
   * in a text for a stretch of units: {from, to, ways: [{terms, weight}]}. All terms of a way must be
   * in a section.
   */
  function analyse(query) {
    var weights = [], atoms = [], latin = [], plain = "";
    var runs = words.runs(clean(query), false);
    runs.forEach(function (run, number) {
      var start = weights.length;
      if (!run.han) {
        var word = words.word(run);
        weights.push(STOPS.test(word) ? 0 : 2);
        var atom = { from: start, to: start + 1, word: word, typed: run.c.join("").slice(0, 40), ways: [{ terms: [word], weight: EXACT }], last: number === runs.length - 1 };
        atoms.push(atom);
        latin.push(atom);
        return;
      }
      var text = run.c.join("");
      var frame = [];
      text.replace(FRAMES, function (found, at) {
        // The place counts UTF-16 units, the run characters; they differ for very rare ones only.
        for (var i = 0; i < found.length; i += 1) { frame[Array.from(text.slice(0, at)).length + i] = true; }
      });
      run.c.forEach(function (c, i) { weights.push(frame[i] ? 0 : 1); });
      if (run.c.length === 1) { atoms.push({ from: start, to: start + 1, han: true, ways: [{ terms: [run.c[0] + "*"], weight: EXACT }] }); }
      words.pairs(run).forEach(function (pair, i) { atoms.push({ from: start + i, to: start + i + 2, han: true, pair: pair, ways: [{ terms: [pair], weight: EXACT }] }); });
    });
    // Where Han and a word touch they stand together; nothing is missing where they do not.
    var unit = 0;
    runs.forEach(function (run, i) {
      unit += run.han ? run.c.length : 1;
      var joint = words.joint(run, runs[i + 1]);
      if (joint) { atoms.push({ from: unit - 1, to: unit + 1, ways: [{ terms: [joint], weight: EXACT }] }); }
    });
    if (!weights.some(Boolean)) { weights = weights.map(function () { return 1; }); }
    return { weights: weights, atoms: few(atoms, weights), latin: latin, runs: runs };
  }

  /** Of a long query the pairs that are spread over it, and only what those cover is asked for. */
  function few(atoms, weights) {
    var pairs = atoms.filter(function (atom) { return atom.pair; });
    if (pairs.length > MOST_PAIRS) {
      var kept = pairs.filter(function (pair, i) { return Math.floor(i * MOST_PAIRS / pairs.length) !== Math.floor((i - 1) * MOST_PAIRS / pairs.length); });
      atoms = atoms.filter(function (atom) { return !atom.pair || kept.indexOf(atom) >= 0; });
    }
    atoms = atoms.slice(0, MOST_ATOMS);
    weights.forEach(function (weight, unit) {
      if (!atoms.some(function (atom) { return atom.from <= unit && unit < atom.to; })) { weights[unit] = 0; }
    });
    return atoms;
  }

  /** Other names of what is asked for: any of them will do. */
  function addNames(asked) {
    var start = 0;
    asked.runs.forEach(function (run) {
      var from = start, text = run.c.join("");
      start += run.han ? run.c.length : 1;
      if (!run.han) { return; }
      index.map().groups.forEach(function (group) {
        var names = group.map(function (name) { return words.runs(name, false); });
        names.forEach(function (name, i) {
          var own = name.length === 1 && name[0].han ? name[0].c.join("") : "";
          var at = own.length > 1 ? text.indexOf(own) : -1;
          if (at < 0 || asked.atoms.length >= MOST_ATOMS) { return; }
          names.forEach(function (other, j) {
            var terms = [].concat.apply([], other.map(function (part) { return part.han ? words.pairs(part) : [words.word(part)]; }));
            if (i === j || !terms.length || terms.length > 6 || asked.atoms.length >= MOST_ATOMS) { return; }
            asked.atoms.push({ from: from + at, to: from + at + own.length, ways: [{ terms: terms, weight: SAME }] });
          });
        });
      });
    });
  }

  /** Letters as they sound in Chinese: by whole syllables, or by initials. */
  function soundWays(letters) {
    var ways = words.syllables(letters).map(function (way) {
      var terms = [];
      way.forEach(function (syllable, i) {
        if (i + 1 < way.length) { terms.push("~" + syllable + "," + way[i + 1]); }
      });
      if (way.length === 1) { terms.push("~" + way[0] + ",*"); }
      return { terms: terms.map(function (term) { return term.replace(/,$/, ",*"); }), weight: PINYIN };
    });
    if (/^[a-z]{2,8}$/.test(letters)) {
      var grams = [];
      for (var i = 0; i < Math.max(1, letters.length - 2); i += 1) { grams.push("^" + letters.slice(i, i + 3)); }
      if (letters.length === 2) { grams[0] += "*"; }
      ways.push({ terms: grams, weight: INITIALS });
    }
    return ways;
  }

  /* Looking up */

  /** The lists of all ways of an atom; ways without any are left out. */
  function fill(atom) {
    return Promise.all(atom.ways.map(function (way) {
      return Promise.all(way.terms.map(index.lists)).then(function (parts) {
        way.parts = parts.every(function (lists) { return lists.length; }) ? parts : null;
      });
    })).then(function () {
      atom.ways = atom.ways.filter(function (way) { return way.parts; });
    });
  }

  function all(atoms, act) { return Promise.all(atoms.map(act)); }

  /** More ways for words in Latin letters that are not in the handbook as they are typed. */
  function bend(asked) {
    var chinese = /^zh/.test(reader);
    function more(atoms, ways) {
      return all(atoms, function (atom) {
        var extra = { ways: ways(atom) };
        return fill(extra).then(function () { atom.ways = atom.ways.concat(extra.ways); });
      });
    }
    function empty(atom) { return !atom.ways.length; }
    return more(asked.latin.filter(function (atom) { return empty(atom) || atom.last; }), function (atom) {
      return [{ terms: [atom.typed + "*"], weight: empty(atom) ? BEGUN : BEGUN_TOO }];
    }).then(function () {
      return more(asked.latin.filter(function (atom) { return empty(atom) || chinese; }), function (atom) { return soundWays(atom.typed); });
    }).then(function () {
      var wrong = asked.latin.filter(function (atom) { return empty(atom) && /^[a-z]{4,}$/.test(atom.word); });
      return all(wrong, function (atom) {
        return index.vocabulary([atom.word[0], atom.word[1]]).then(function (known) {
          var most = atom.word.length < 8 ? 1 : 2;
          var near = known.map(function (word) { return { word: word, far: words.distance(atom.word, word, most) }; });
          var least = near.reduce(function (least, one) { return Math.min(least, one.far); }, most);
          near = near.filter(function (one) { return one.far <= least; }).slice(0, 8);
          asked.bent = asked.bent || near.length > 0;
          atom.ways = near.map(function (one) { return { terms: [one.word], weight: TYPO }; });
          atom.near = near.map(function (one) { return one.word; });
          return fill(atom);
        });
      });
    });
  }

  /** Several words in Latin letters may be the syllables of one: she qu. */
  function joinSyllables(asked) {
    var row = asked.latin.filter(function (atom) { return words.syllables(atom.typed).length || atom.typed.length < 3; });
    if (row.length < 2 || row.length !== asked.latin.length || row[row.length - 1].to - row[0].from !== row.length) { return; }
    var letters = row.map(function (atom) { return atom.typed; }).join("");
    asked.atoms.push({ from: row[0].from, to: row[row.length - 1].to, ways: soundWays(letters) });
  }

  function look(query) {
    var asked = analyse(query);
    addNames(asked);
    joinSyllables(asked);
    return all(asked.atoms, fill).then(function () {
      var missing = asked.atoms.some(function (atom) { return atom.han && !atom.ways.length; });
      if (!missing) { return asked; }
      // It may be written in traditional characters.
      return index.file("spare").then(function (pairs) {
        words.simplify(pairs);
        if (!words.isTraditional(query)) { return asked; }
        var again = analyse(query);
        addNames(again);
        joinSyllables(again);
        return all(again.atoms, fill).then(function () { return again; });
      });
    }).then(function (asked) { return bend(asked).then(function () { return asked; }); });
  }

  /** The same with single characters only, for what is not there at all. */
  function loosely(query) {
    var asked = analyse(query), weights = [], atoms = [];
    asked.runs.forEach(function (run) {
      if (!run.han) { return; }
      run.c.forEach(function (c) {
        if (atoms.length < 6) { atoms.push({ from: weights.length, to: weights.length + 1, ways: [{ terms: [c + "*"], weight: EXACT }] }); }
        weights.push(1);
      });
    });
    return all(atoms, fill).then(function () { return { weights: weights, atoms: atoms, latin: [], runs: asked.runs }; });
  }

  linli.ask = { look: look, loosely: loosely, clean: clean };
})();
