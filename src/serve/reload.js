/* Reloads this page of a preview when it, or something it shows, has changed. */
(function () {
  'use strict';
  var me = document.currentScript;
  var page = me.getAttribute('data-page');
  var address = '/__linli/events?page=' + page + '&tag=' + me.getAttribute('data-tag') +
    '&since=RUN-GENERATION';
  var stream = null;

  function plain(path) {
    try { return decodeURIComponent(path); } catch (error) { return path; }
  }

  function shows(path) {
    var parts = document.querySelectorAll('img, script[src], link[href], audio, video, source');
    for (var i = 0; i < parts.length; i++) {
      var at = parts[i].currentSrc || parts[i].src || parts[i].href;
      if (at && plain(new URL(at, location.href).pathname) === path) return true;
    }
    return false;
  }

  function changed(event) {
    var paths = event.data.split('\n');
    for (var i = 0; i < paths.length; i++) {
      var path = plain(paths[i]);
      if (path === '*' || path === '/' + plain(page) || shows(path)) {
        close();
        location.reload();
        return;
      }
    }
  }

  function open() {
    if (stream || document.visibilityState === 'hidden') return;
    stream = new EventSource(address);
    stream.addEventListener('change', changed);
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
  open();
})();
