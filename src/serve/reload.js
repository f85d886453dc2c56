/* Reloads this page of a preview when it, or something it shows, has changed, and renews the bar
   with its problems when only those have. */
(function () {
  'use strict';
  var me = document.currentScript;
  var page = me.getAttribute('data-page');
  var bar = me.getAttribute('data-bar');
  var editor = 'EDITOR-LINKS';
  var stream = null;

  function address() {
    return '/__linli/events?page=' + page + '&tag=' + me.getAttribute('data-tag') + '&bar=' + bar +
      '&since=RUN-GENERATION';
  }

  function plain(path) {
    try { return decodeURIComponent(path); } catch (error) { return path; }
  }

  function isThis(path) {
    return path === '*' || plain(path) === '/' + plain(page);
  }

  function shows(path) {
    var parts = document.querySelectorAll('img, script[src], link[href], audio, video, source');
    for (var i = 0; i < parts.length; i++) {
      var at = parts[i].currentSrc || parts[i].src || parts[i].href;
      if (at && plain(new URL(at, location.href).pathname) === plain(path)) return true;
    }
    return false;
  }

  function changed(event) {
    var paths = event.data.split('\n');
    if (!paths.some(function (path) { return isThis(path) || shows(path); })) return;
    close();
    document.dispatchEvent(new Event('linli-leaves'));
    location.reload();
  }

  function barChanged(event) {
    if (!event.data.split('\n').some(isThis)) return;
    fetch('/__linli/bar?page=' + page, { cache: 'no-store' }).then(function (answer) {
      if (!answer.ok) return;
      return answer.text().then(function (html) {
        showBar(html);
        bar = (answer.headers.get('ETag') || '').replace(/"/g, '');
        // From now on it is this bar that counts.
        if (stream) { close(); open(); }
      });
    }).catch(function () { /* The preview ended; the stream tries again by itself. */ });
  }

  function each(selector, work) {
    Array.prototype.slice.call(document.querySelectorAll(selector)).forEach(work);
  }

  /** A new bar is as open, and as far down, as the one in whose place it comes. */
  function showBar(html) {
    var before = {}, top = 0;
    each('.linli-bar', function (old) {
      before[old.getAttribute('data-of')] = { open: old.open, inside: old.contains(document.activeElement) };
    });
    each('.linli-bars', function (old) {
      top = old.scrollTop;
      old.parentNode.removeChild(old);
    });
    var styled = document.querySelector('link[href="/__linli/bar.css"]');
    var made = document.createElement('template');
    made.innerHTML = html;
    Array.prototype.slice.call(made.content.children).forEach(function (part) {
      if (part.tagName !== 'LINK' || !styled) me.parentNode.insertBefore(part, me);
    });
    each('.linli-bar', function (one) {
      var old = before[one.getAttribute('data-of')];
      if (!old) return;
      one.open = old.open;
      if (old.inside) one.querySelector('summary').focus({ preventScroll: true });
    });
    each('.linli-bars', function (bars) { bars.scrollTop = top; });
    makeRoom();
    places();
  }

  /** The bars stand on top of what a theme itself keeps at the lower edge of the screen. */
  function makeRoom() {
    each('.linli-bars', function (bars) {
      bars.style.bottom = '';
      var below = document.elementsFromPoint(window.innerWidth / 2, window.innerHeight - 2);
      below.forEach(function (element) {
        if (!bars.contains(element) && getComputedStyle(element).position === 'fixed') {
          bars.style.bottom = Math.min(element.offsetHeight, window.innerHeight / 4) + 'px';
        }
      });
    });
  }

  /** The place of a problem leads into the editor, where there is one; else it can be copied. */
  function places() {
    each('.linli-problems code[data-at]', function (place) {
      if (editor) return lead(place);
      var list = place.closest('.linli-problems');
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'linli-copy';
      button.textContent = list.getAttribute('data-copy');
      button.addEventListener('click', function () {
        copy(place, function () { button.textContent = list.getAttribute('data-copied'); });
      });
      place.parentNode.insertBefore(button, place.nextSibling);
    });
  }

  function lead(place) {
    var link = document.createElement('a');
    var parts = {
      path: place.getAttribute('data-at').split('/').map(encodeURIComponent).join('/'),
      line: place.getAttribute('data-line') || '1',
      column: place.getAttribute('data-column') || '1'
    };
    link.href = editor.replace(/\{(path|line|column)\}/g, function (whole, name) { return parts[name]; });
    place.parentNode.insertBefore(link, place);
    link.appendChild(place);
  }

  function copy(place, done) {
    function byHand() {
      var all = document.createRange();
      all.selectNodeContents(place);
      var selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(all);
      if (document.execCommand('copy')) done();
    }
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(place.textContent).then(done, byHand);
  }

  function open() {
    if (stream || document.visibilityState === 'hidden') return;
    stream = new EventSource(address());
    stream.addEventListener('change', changed);
    stream.addEventListener('bar', barChanged);
    stream.onerror = function () {
      // Lost for good, not merely interrupted: the browser does not try again by itself.
      if (!stream || stream.readyState !== 2) return;
      stream = null;
      setTimeout(open, 1000);
    };
  }

  // A browser allows six streams to one host, so a hidden page gives its own up.
  function close() {
    if (stream) stream.close();
    stream = null;
  }

  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') close(); else open();
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', open);
  window.addEventListener('resize', makeRoom);
  window.addEventListener('load', makeRoom);
  places();
  open();
})();
