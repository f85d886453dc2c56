/* Reads the page aloud: a neighbour's recording where there is one, else the device's own voice,
   sentence by sentence with the sentence marked. Where neither works, says how to get there. */
(function () {
  "use strict";
  var linli = window.linli;
  var synth = window.speechSynthesis;
  var SKIPPED = "nav, .do, button, .js-only, [aria-hidden=true], .key, script, style, input, textarea, select, svg, " +
    "[data-silent], .block-time, .away, rt, rp, [role=doc-noteref], [role=doc-backlink]";
  var INLINE = /^(A|ABBR|B|BDI|CITE|CODE|DEL|DFN|EM|I|INS|KBD|LABEL|MARK|Q|RUBY|S|SAMP|SMALL|SPAN|STRONG|SUB|SUP|TIME|U|VAR|WBR)$/;

  /* What is read: sentences, each a text, a language and the pieces of text nodes it stands in */

  /** The runs of text nodes that flow together: the text of one paragraph, one cell. */
  function runs(root) {
    var found = [];
    var run = [];
    function end() { if (run.length) { found.push(run); run = []; } }
    function walk(node) {
      if (node.nodeType === 3) { run.push(node); return; }
      if (node.nodeType !== 1) { return; }
      var inline = INLINE.test(node.tagName);
      if (!inline) { end(); }
      if (node.matches(SKIPPED) || !node.getClientRects().length) { return; }
      for (var child = node.firstChild; child; child = child.nextSibling) { walk(child); }
      if (!inline) { end(); }
    }
    walk(root);
    end();
    return found;
  }

  /** Where sentences end, with the marks that close behind them. Dr. and No. end nothing. */
  function ends(text) {
    var mark = /[。！？；…]+[”’」』）)\]》]*(?![，、：…”’」』）)\]》])|[!?;]+["”’)\]]*(?=\s|$|[^\x00-\x7f])|[a-z0-9)"”’%]{2}\.["”’)\]]*(?=\s|$)/g;
    var found = [];
    while (mark.exec(text)) { found.push(mark.lastIndex); }
    return found.concat(text.length);
  }

  /** One sentence; its language is that of most of it. */
  function sentence(run, text, from) {
    var pieces = [], most = null, before = 0;
    run.forEach(function (node) {
      var piece = { node: node, start: Math.max(from - before, 0), end: Math.min(from + text.length - before, node.data.length) };
      before += node.data.length;
      if (!/\S/.test(node.data.slice(piece.start, Math.max(piece.end, piece.start)))) { return; }
      pieces.push(piece);
      if (!most || piece.end - piece.start > most.end - most.start) { most = piece; }
    });
    var stated = most && most.node.parentNode.closest("[lang]");
    return { text: text.replace(/\s+/g, " ").trim(), pieces: pieces, language: stated ? stated.getAttribute("lang") : "" };
  }

  function sentences() {
    var found = [];
    linli.each("[data-aloud]", function (root) {
      if (root.parentNode.closest("[data-aloud]")) { return; }
      runs(root).forEach(function (run) {
        var text = run.map(function (node) { return node.data; }).join("");
        var from = 0;
        ends(text).forEach(function (to) {
          // Android stops in the middle of what is long: it is cut at a comma, else at a space.
          var parts = text.slice(from, to).match(/[^]{1,120}$|[^]{20,119}[，、：,/]|[^]{20,119}\s|[^]{1,120}/g) || [];
          parts.forEach(function (part) {
            // A lone mark is nothing to say.
            if (/[^\s\x21-\x2f\x3a-\x40。！？；…，、：“”‘’（）《》·—]/.test(part)) { found.push(sentence(run, part, from)); }
            from += part.length;
          });
        });
      });
    });
    return found;
  }

  /* The mark: a text node is taken out and put back, so the page is what it was, to the byte */

  var marked = [];

  function mark(one) {
    one.pieces.forEach(function (piece) {
      var node = piece.node;
      var saying = document.createElement("mark");
      saying.className = "saying";
      saying.textContent = node.data.slice(piece.start, piece.end);
      var parts = [document.createTextNode(node.data.slice(0, piece.start)), saying, document.createTextNode(node.data.slice(piece.end))];
      parts.forEach(function (part) { node.parentNode.insertBefore(part, node); });
      node.parentNode.removeChild(node);
      marked.push({ node: node, saying: saying, parts: parts });
    });
  }

  function unmark() {
    marked.splice(0).forEach(function (mark) {
      if (mark.saying.parentNode) { mark.saying.parentNode.insertBefore(mark.node, mark.parts[0]); }
      mark.parts.forEach(function (part) { part.remove(); });
    });
  }

  function markOnScreen() {
    var box = marked.length && marked[0].saying.getBoundingClientRect();
    return !box || (box.top >= 0 && box.bottom <= player.getBoundingClientRect().top);
  }

  /* The voice */

  /** zh_CN, cmn-Hans-CN and zh-Hans are one language to a list of voices. */
  function plain(tag) {
    return tag.toLowerCase().replace(/_/g, "-").replace(/^(cmn|zho|chi)\b/, "zh").replace(/^zh(-hans)?$/, "zh-cn").replace(/^zh-hant$/, "zh-tw");
  }

  /** The voices for a language: its own region first, then those that need no net. */
  function voicesFor(tag) {
    function rank(voice) { return (plain(voice.lang) === plain(tag) ? 2 : 0) + (voice.localService ? 1 : 0); }
    return synth.getVoices().filter(function (voice) {
      return plain(voice.lang).split("-")[0] === plain(tag).split("-")[0];
    }).sort(function (a, b) { return rank(b) - rank(a); });
  }

  // Held here: Chromium forgets an utterance that nothing refers to, and its end never comes.
  var saying = null, ticking = null, voiced = false;

  function hush() {
    var busy = synth && (saying || synth.speaking || synth.pending);
    // First, since some browsers tell of a cancelled sentence at once.
    saying = null;
    clearInterval(ticking);
    if (busy) { synth.cancel(); }
    return busy;
  }

  /** Says one sentence; done hears whether it was heard. */
  function say(one, done) {
    var busy = hush();
    var words = saying = new SpeechSynthesisUtterance(one.text);
    var voice = voicesFor(one.language)[0];
    var seconds = 0;
    function ended(well) {
      if (saying !== words) { return; }
      clearInterval(ticking);
      saying = null;
      done(well);
    }
    words.lang = plain(one.language).replace(/-[a-z]{2}$/, function (region) { return region.toUpperCase(); });
    words.rate = rate;
    if (voice) { words.voice = voice; }
    words.onstart = words.onboundary = function () { voiced = true; };
    words.onend = function () { voiced = true; ended(true); };
    words.onerror = function () { ended(false); };
    ticking = setInterval(function () {
      seconds += 1;
      if (!voiced) { if (seconds >= 3) { ended(false); } return; }
      // The end can get lost on the way.
      if (seconds > 3 && !synth.speaking && !synth.pending) { ended(true); return; }
      // A voice from the net falls silent after fifteen seconds; this keeps it awake. Android has none.
      if (seconds % 10 === 0 && voice && !voice.localService && !/Android/.test(navigator.userAgent)) { synth.pause(); synth.resume(); }
    }, 1000);
    // At once where it can be: some browsers speak only within the reader's own touch.
    // Only after a cancel not, since Android loses what is said right behind it.
    if (busy) { setTimeout(function () { if (saying === words) { synth.speak(words); } }, 60); } else { synth.speak(words); }
  }

  /* The player */

  var player = null, button = null, recording = null;
  var all = [], at = 0, playing = false, rate = 1, controls = {};

  function control(name, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = button.getAttribute("data-label-" + name);
    made.onclick = act;
    controls[name] = player.appendChild(made);
  }

  function bar() {
    player = document.createElement("div");
    player.className = "player";
    player.setAttribute("role", "group");
    player.setAttribute("aria-label", button.getAttribute("data-label-player"));
    player.onkeydown = function (event) { if (event.key === "Escape") { close(); } };
    document.body.insertBefore(player, document.querySelector(".bottom"));
  }

  function buildPlayer() {
    bar();
    control("back", function () { step(-1); });
    control("pause", toggle);
    control("forward", function () { step(1); });
    control("slower", function () { speed(-0.2); });
    controls.now = player.appendChild(document.createElement("output"));
    control("faster", function () { speed(0.2); });
    control("close", close);
    button.setAttribute("aria-pressed", "true");
    controls.pause.focus();
  }

  function show() {
    if (!player) { return; }
    controls.pause.textContent = button.getAttribute(playing ? "data-label-pause" : "data-label-continue");
    controls.slower.setAttribute("aria-disabled", String(rate <= 0.6));
    controls.faster.setAttribute("aria-disabled", String(rate >= 1.6));
    controls.now.textContent = button.getAttribute("data-label-now") + " " + rate.toFixed(1);
  }

  function readOn() {
    // The page follows the voice, but not where the reader has scrolled away from it.
    var follows = markOnScreen();
    unmark();
    if (at >= all.length) { close(); return; }
    mark(all[at]);
    if (follows && !markOnScreen()) { marked[0].saying.scrollIntoView({ block: "center" }); }
    if (!playing) { return; }
    say(all[at], function (well) {
      if (well) { at += 1; readOn(); } else if (voiced) { playing = false; show(); } else { tellHow(); }
    });
  }

  /** A pause is a stop: Android's own pause ends the sentence and never comes back. */
  function toggle() {
    playing = !playing;
    if (recording) { recording[playing ? "play" : "pause"](); } else if (playing) { readOn(); } else { hush(); }
    show();
  }

  function step(by) {
    if (recording) { recording.currentTime = Math.max(0, recording.currentTime + by * 10); return; }
    hush();
    unmark();
    at = Math.min(Math.max(at + by, 0), all.length - 1);
    readOn();
  }

  function speed(by) {
    rate = Math.min(Math.max(Math.round((rate + by) * 10) / 10, 0.6), 1.6);
    linli.keep("rate", String(rate));
    if (recording) { recording.playbackRate = rate; } else if (playing) { readOn(); }
    show();
  }

  function close() {
    if (!player) { return; }
    var within = player.contains(document.activeElement);
    hush();
    unmark();
    if (recording) { recording.onerror = null; recording.pause(); }
    player.remove();
    player = recording = null;
    playing = false;
    button.setAttribute("aria-pressed", "false");
    if (within) { button.focus({ preventScroll: true }); }
  }

  function tellHow() {
    close();
    bar();
    var told = player.appendChild(document.createElement("p"));
    told.className = "told";
    told.setAttribute("role", "status");
    control("close", close);
    setTimeout(function () { told.textContent = button.getAttribute(linli.chat ? "data-how" : "data-none"); }, 50);
  }

  function startVoice() {
    recording = null;
    all = sentences();
    // A list of voices without the language is a no; an empty one only means that it comes later, if at all.
    var able = all.length && synth && (!synth.getVoices().length || voicesFor(all[0].language).length);
    if (!able) { tellHow(); return; }
    // From the title; for a reader who is far down already, from what is on the screen.
    var tops = all.map(function (one) { return one.pieces[0].node.parentNode.getBoundingClientRect().top >= 0; });
    at = window.pageYOffset > window.innerHeight ? Math.max(0, tops.indexOf(true)) : 0;
    readOn();
  }

  function startRecording(address) {
    recording = new Audio(address);
    recording.defaultPlaybackRate = recording.playbackRate = rate;
    recording.onended = close;
    recording.onerror = startVoice;
    Promise.resolve(recording.play()).catch(function (refused) {
      if (refused.name === "NotAllowedError") { playing = false; show(); }
    });
  }

  linli.does.aloud = function (pressed) {
    if (player) { close(); return; }
    button = pressed;
    rate = Math.min(Math.max(Number(linli.kept("rate")) || 1, 0.6), 1.6);
    playing = true;
    buildPlayer();
    show();
    var address = document.body.getAttribute("data-audio");
    if (address) { startRecording(address); } else { startVoice(); }
  };

  // Asked for early, since the list of voices comes late.
  if (synth) { synth.getVoices(); }
  window.addEventListener("pagehide", close);
})();
