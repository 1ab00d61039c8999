// Keeps the last list of what is owed, and what it needs to look right, so that it can be read without a network (B7). Nothing else is ever kept: a page
// that pays, a receipt or a form that is old would be worse than none. Network first: a copy is shown only when there is no answer.
const KEPT = 'bafang-pay-1';
const LIST = '/pay';
const isPart = (url) => url.origin === self.location.origin && (url.pathname.startsWith('/_next/static/') || /^\/(icon|favicon|apple-touch|pay\.js)/.test(url.pathname));

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((n) => n.startsWith('bafang-pay-') && n !== KEPT).map((n) => caches.delete(n)))).then(() => self.clients.claim()));
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  // Whoever acts on the list changes it, or wants to be forgotten: what was kept is not true any more.
  if (event.request.method === 'POST' && url.origin === self.location.origin && url.pathname === LIST) event.waitUntil(caches.open(KEPT).then((kept) => kept.delete(LIST)));
  if (event.request.method !== 'GET') return;
  const list = event.request.mode === 'navigate' && url.origin === self.location.origin && url.pathname === LIST;
  if (list || isPart(url)) event.respondWith(answer(event.request, list));
});

async function answer(request, list) {
  const kept = await caches.open(KEPT);
  try {
    const response = await fetch(request);
    if (list) {
      // Whoever lost the right loses the copy too.
      if (response.redirected || !response.ok) await kept.delete(LIST);
      else await kept.put(LIST, response.clone());
    } else if (response.ok) await kept.put(request, response.clone());
    return response;
  } catch (error) {
    const copy = await kept.match(list ? LIST : request);
    if (copy) return copy;
    throw error;
  }
}
