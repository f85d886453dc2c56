/* Where a text answers to a query, and the part of it that does best. */
(function () {
  "use strict";
  var linli = window.linli;
  var words = linli.words;

  /** Stretches of a text that answer to a query: [[start, end], …]. */
  linli.marks = function (text, query) {
    var pairs = {}, singles = {}, starts = [];
    words.runs(linli.ask.clean(query), false).forEach(function (run) {
      if (!run.han) { starts.push(words.word(run)); } else if (run.c.length === 1) { singles[run.c[0]] = true; } else { words.pairs(run).forEach(function (pair) { pairs[pair] = true; }); }
    });
    var found = [];
    words.runs(text, true).forEach(function (run) {
      var hit = [];
      if (run.han) {
        run.c.forEach(function (c, i) {
          if (singles[c]) { hit[i] = true; }
          if (i && pairs[run.c[i - 1] + c]) { hit[i - 1] = hit[i] = true; }
        });
      } else {
        var word = words.word(run);
        if (starts.some(function (start) { return word.indexOf(start) === 0; })) { run.c.forEach(function (c, i) { hit[i] = true; }); }
      }
      for (var i = 0; i < run.c.length; i += 1) {
        if (!hit[i]) { continue; }
        var end = i;
        while (hit[end + 1]) { end += 1; }
        found.push([run.at[i], run.at[end] + String.fromCodePoint(text.codePointAt(run.at[end])).length]);
        i = end;
      }
    });
    var before = 0;
    return found.sort(function (a, b) { return a[0] - b[0]; }).filter(function (mark) {
      if (mark[0] < before) { return false; }
      before = mark[1];
      return true;
    });
  };

  /** The part of a text that answers best, about three lines of it. */
  linli.quote = function (text, query) {
    var hits = linli.marks(text, query);
    var wide = /[\u2e80-\u9fff]/.test(text) ? 80 : 180;
    var start = 0, best = -1;
    hits.forEach(function (hit, i) {
      var sum = 0;
      for (var j = i; j < hits.length && hits[j][1] <= hit[0] + wide; j += 1) {
        var length = hits[j][1] - hits[j][0];
        // The power of 1.5, which not every machine rounds alike.
        sum += length * Math.sqrt(length);
      }
      if (sum > best) { best = sum; start = hit[0]; }
    });
    // From the beginning of its sentence, if that is near.
    var before = text.slice(Math.max(0, start - wide / 3), start);
    var sentence = before.search(/[^。！？\n.!?]*$/);
    var from = sentence > 0 || start < wide / 3 ? start - (before.length - sentence) : Math.max(0, start - 8);
    if (from && !/[。！？\n.!?]/.test(text[from - 1]) && /[a-z]/i.test(text[from])) { from = text.indexOf(" ", from) + 1 || from; }
    if (/[\udc00-\udfff]/.test(text[from] || "")) { from += 1; }
    var end = Math.min(text.length, from + wide);
    var rest = text.slice(end).search(/[\s。！？，；、,.;]/);
    end += rest >= 0 && rest < 20 ? rest + 1 : 0;
    if (/[\udc00-\udfff]/.test(text[end] || "")) { end += 1; }
    var cut = from > 0 && !/[。！？\n.!?]\s*$/.test(text.slice(0, from));
    return (cut ? "…" : "") + text.slice(from, end).replace(/\n/g, " ").trim() + (end < text.length ? "…" : "");
  };
})();
