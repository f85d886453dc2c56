/* What a text is cut into for searching, and how people misspell it. The other half of this is
   src/search/words.rs, which says why; tests/search/tokens.json holds the two together. */
(function () {
  "use strict";
  var HAN = /[々〇\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\u{20000}-\u{323af}]/u;
  // No \p{L}: the browsers of old phones do not know it.
  var LETTER = /[0-9a-z\xdf-\xf6\xf8-\u02af\u0370-\u0373\u0376-\u037d\u0386-\u0481\u048a-\u0556\u0560-\u0588\u05d0-\u05f2\u0620-\u0669\u066e-\u06d3\u06d5-\u06fc\u0900-\u0963\u0966-\u0dff\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u0f40-\u0fbc\u1000-\u109f\u10d0-\u10ff\u1100-\u11ff\u1200-\u139f\u1401-\u166c\u1780-\u17d3\u1e00-\u1fff\u2c00-\u2dff]/;
  var NOTHING = /['"‘’“”《》〈〉「」『』\x60*_\xad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/;
  var SPACE = /[ \t\u3000]/;
  var DIGIT = /[0-9]/;
  var LONGEST = 40;
  var words = {};

  /** Traditional characters to simplified ones; filled when a query needs them. */
  var simple = Object.create(null);
  words.simplify = function (pairs) {
    var chars = Array.from(pairs);
    for (var i = 0; i + 1 < chars.length; i += 2) { simple[chars[i]] = chars[i + 1]; }
  };
  words.isTraditional = function (text) {
    return Array.from(text).some(function (c) { return c in simple; });
  };

  /** The class of a folded character: "h", "l", "" for nothing, " " for a space, "." for the rest. */
  function kind(c) {
    if (c >= "a" && c <= "z" || c >= "0" && c <= "9" && c.length === 1) { return "l"; }
    if (c >= "\u4e00" && c <= "\u9fff") { return "h"; }
    return HAN.test(c) ? "h" : SPACE.test(c) ? " " : NOTHING.test(c) ? "" : LETTER.test(c) ? "l" : ".";
  }

  /** Characters to search by, and where in the text each comes from. */
  function fold(text) {
    var folded = { c: [], at: [] };
    for (var at = 0; at < text.length;) {
      var c = text[at];
      if (c < "\x80" || c >= "\u3400" && c <= "\u9fff") {
        folded.c.push(simple[c] || c.toLowerCase());
        folded.at.push(at);
        at += 1;
        continue;
      }
      c = String.fromCodePoint(text.codePointAt(at));
      var plain = c.normalize("NFKC").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
      Array.from(plain).forEach(function (one) {
        folded.c.push(simple[one] || one);
        folded.at.push(at);
      });
      at += c.length;
    }
    return folded;
  }

  function numeral(digits) {
    var han = "〇一二三四五六七八九";
    if (digits.length > 2 || digits[0] === "0") { return ""; }
    var tens = digits.length === 2 ? Number(digits[0]) : 0;
    var ones = Number(digits[digits.length - 1]);
    return (tens > 1 ? han[tens] : "") + (tens ? "十" : "") + (ones ? han[ones] : "");
  }

  /** Whether digits are no part of a word, a date, a time or a decimal. */
  function standsAlone(c, start, end) {
    function digit(at) { return at >= 0 && at < c.length && DIGIT.test(c[at]); }
    function joint(at) { return at >= 0 && at < c.length && /[.,:/–~-]/.test(c[at]); }
    function letter(at) { return at >= 0 && at < c.length && kind(c[at]) === "l"; }
    return !letter(start - 1) && !letter(end) && !(joint(start - 1) && digit(start - 2)) && !(joint(end) && digit(end + 1));
  }

  /** 1 to 99 beside Han become Han numerals: 14 期 is 十四期. */
  function numerals(folded, isText) {
    var c = folded.c;
    if (!c.some(function (one) { return DIGIT.test(one); })) { return folded; }
    var out = { c: [], at: [] };
    var digits = { c: [], at: [] };
    function put(into, chars, at) {
      Array.from(chars).forEach(function (one) { into.c.push(one); into.at.push(at); });
    }
    for (var at = 0; at < c.length;) {
      var end = at;
      while (end < c.length && DIGIT.test(c[end])) { end += 1; }
      if (end === at) { put(out, c[at], folded.at[at]); at += 1; continue; }
      var left = at - 1, right = end;
      while (left >= 0 && kind(c[left]) === " ") { left -= 1; }
      while (right < c.length && kind(c[right]) === " ") { right += 1; }
      var isLeft = left >= 0 && kind(c[left]) === "h";
      var isRight = right < c.length && kind(c[right]) === "h";
      var number = c.slice(at, end).join("");
      var han = (isLeft || isRight) && standsAlone(c, at, end) ? numeral(number) : "";
      if (han) {
        if (isLeft) { out.c.length = out.at.length = out.c.length - (at - 1 - left); }
        put(out, han, folded.at[at]);
        if (isText) {
          put(digits, ".", folded.at[at]);
          for (var k = at; k < end; k += 1) { put(digits, c[k], folded.at[k]); }
        }
        at = isRight ? right : end;
      } else {
        for (; at < end; at += 1) { put(out, c[at], folded.at[at]); }
      }
    }
    return { c: out.c.concat(digits.c), at: out.at.concat(digits.at) };
  }

  /**
   * Neighbouring characters of one writing: {han, c, at, gap}. A text joins Han over spaces. The gap to
   * the run before is 0 for nothing, 1 for spaces, 2 for more.
   */
  words.runs = function (text, isText) {
    var folded = numerals(fold(text), isText);
    var runs = [];
    var gap = 2;
    folded.c.forEach(function (c, i) {
      var own = kind(c);
      if (own === " ") { gap = Math.max(gap, 1); }
      if (own === ".") { gap = 2; }
      if (own !== "h" && own !== "l") { return; }
      var run = runs[runs.length - 1];
      if (!run || run.han !== (own === "h") || gap > (isText && own === "h" ? 1 : 0)) {
        run = { han: own === "h", c: [], at: [], gap: gap };
        runs.push(run);
      }
      run.c.push(c);
      run.at.push(folded.at[i]);
      gap = 0;
    });
    return runs;
  };

  /** An English plural becomes its singular. */
  function stem(word) {
    if (!/^[a-z]{4,}$/.test(word)) { return word; }
    if (word.length > 4 && /[^ae]ies$/.test(word)) { return word.slice(0, -3) + "y"; }
    if (/(sses|xes|ches|shes|zzes)$/.test(word)) { return word.slice(0, -2); }
    return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
  }

  words.word = function (run) { return stem(run.c.slice(0, LONGEST).join("")); };

  /** The pairs of a Han run. */
  words.pairs = function (run) {
    return run.c.slice(1).map(function (c, i) { return run.c[i] + c; });
  };

  /** A text as it is compared: folded, one space between words, none around Han, all marks alike. */
  words.flat = function (text, isText) {
    return words.runs(text, isText).map(function (run, i, all) {
      var between = !i ? "" : run.gap === 2 ? "|" : run.han || all[i - 1].han ? "" : " ";
      return between + run.c.join("");
    }).join("");
  };

  /** The term of the place where Han and a word touch, "" where they do not: 的app of 新的 app. */
  words.joint = function (run, next) {
    if (!next || next.gap === 2 || run.han === next.han) { return ""; }
    return run.han ? run.c[run.c.length - 1] + words.word(next) : words.word(run) + next.c[0];
  };

  /** All terms of a text, as the index has them. */
  words.terms = function (text, isText) {
    var runs = words.runs(text, isText), terms = [];
    runs.forEach(function (run) {
      if (run.han) { terms = terms.concat(words.pairs(run), run.c[run.c.length - 1]); } else { terms.push(words.word(run)); }
    });
    return terms.concat(runs.map(function (run, i) { return words.joint(run, runs[i + 1]); }).filter(Boolean));
  };

  /* How Han sounds. The pattern allows syllables that do not exist: the index has no such key. */

  var SYLLABLE = /^(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:a(?:i|o|ng?)?|e(?:i|r|ng?)?|i(?:ao?|ang?|e|u|ng?|ong)?|o(?:u|ng)?|u(?:ai?|ang?|e|i|o|n)?|v[en]?)$/;

  function begins(part) {
    return ["a", "e", "i", "o", "u", "n", "g", "ng"].some(function (rest) { return SYLLABLE.test(part + rest); });
  }

  /**
   * The ways to read letters as syllables, the fewest syllables first: [[syllable, …], …]. A last
   * syllable that is not finished ends in "*".
   */
  words.syllables = function (letters) {
    var ways = [];
    function go(at, way) {
      if (ways.length > 12 || way.length > 12) { return; }
      if (at === letters.length) { ways.push(way); return; }
      for (var length = Math.min(6, letters.length - at); length > 0; length -= 1) {
        var part = letters.slice(at, at + length);
        if (SYLLABLE.test(part)) {
          go(at + length, way.concat(part));
        } else if (way.length && at + length === letters.length && begins(part)) {
          ways.push(way.concat(part + "*"));
        }
      }
    }
    if (/^[a-z]{2,40}$/.test(letters)) { go(0, []); }
    return ways.sort(function (a, b) { return a.length - b.length; }).slice(0, 4);
  };

  /** How many edits part two words, neighbours exchanged being one (optimal string alignment); at most most + 1. */
  words.distance = function (a, b, most) {
    if (Math.abs(a.length - b.length) > most) { return most + 1; }
    var before = [], row = [], last = [];
    for (var j = 0; j <= b.length; j += 1) { row[j] = j; }
    for (var i = 1; i <= a.length; i += 1) {
      last = before; before = row; row = [i];
      var least = i;
      for (j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + Number(a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) { row[j] = Math.min(row[j], last[j - 2] + 1); }
        least = Math.min(least, row[j]);
      }
      if (least > most) { return most + 1; }
    }
    return row[b.length];
  };

  /** The edits that part a short text from the nearest stretch of a long one (Sellers, 1980). */
  words.nearest = function (short, long) {
    var row = [], least = short.length;
    for (var i = 0; i <= short.length; i += 1) { row[i] = i; }
    for (var j = 0; j < long.length && least; j += 1) {
      var corner = row[0];
      for (i = 1; i <= short.length; i += 1) {
        var above = row[i];
        row[i] = Math.min(above + 1, row[i - 1] + 1, corner + Number(short[i - 1] !== long[j]));
        corner = above;
      }
      least = Math.min(least, row[short.length]);
    }
    return least;
  };

  window.linli.words = words;
})();
