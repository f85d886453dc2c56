/* A preview keeps nothing: whoever once kept a handbook at this address gets the newest text. */
self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) {
  event.waitUntil(caches.delete("linli " + self.registration.scope).then(function () { return self.registration.unregister(); }));
});
