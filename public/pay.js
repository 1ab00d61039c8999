// All the script a payer's phone downloads (docs/decisions/053). Every page is complete as the server wrote it and works without this; elements say
// by `data-…` what they want on top. A page that is asked for again keeps its elements, so that focus, an open fold and the place on the page stay.
const ASK_PAYMENT_MS = 1_000;
const ASK_PAGE_MS = 2_000;
/** How long a new page may take before it is asked for once more. */
const PAGE_MS = 5_000;
const $ = (selector) => document.querySelector(selector);

// ── Copying an amount gives the plain number (`1280.00`); a selection of more than one is copied as it is shown.
document.addEventListener('copy', (event) => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount !== 1) return;
  const within = selection.getRangeAt(0).commonAncestorContainer;
  const plain = (within instanceof Element ? within : within.parentElement)?.closest('[data-plain]')?.getAttribute('data-plain');
  if (!plain || !event.clipboardData) return;
  event.clipboardData.setData('text/plain', plain);
  event.preventDefault();
});

// ── A form that was sent says so and is not sent twice.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = '1';
  event.submitter?.setAttribute('aria-busy', 'true');
  event.submitter?.setAttribute('aria-disabled', 'true');
});
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  for (const button of document.querySelectorAll('[aria-busy]')) for (const name of ['aria-busy', 'aria-disabled']) button.removeAttribute(name);
});
// What a form was answered with is not sent again when the page is reloaded.
history.replaceState(history.state, '', location.href);

// ── The sum on the button of a list of check boxes, which say what each is worth. On the text, so that no digit is lost to a float.
function grouped(minor, decimals) {
  const digits = minor.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
}
/** Sums of different currencies stand beside each other; added up they would mean nothing. */
function sumOf(boxes) {
  const sums = new Map();
  for (const { dataset: { minor = '0', sign = '', decimals = '0' } } of boxes) {
    sums.set(sign, { total: (sums.get(sign)?.total ?? 0n) + BigInt(minor), decimals: Number(decimals) });
  }
  return [...sums].map(([sign, { total, decimals }]) => sign + grouped(total, decimals)).join(' + ');
}
function countPicked() {
  for (const button of document.querySelectorAll('[data-picked-pay]')) {
    const sum = sumOf(button.form.querySelectorAll('input[data-minor]:checked'));
    button.disabled = sum === '';
    button.textContent = sum === '' ? button.dataset.pickedNone : button.dataset.pickedPay.replace('{amount}', sum);
  }
}
document.addEventListener('change', countPicked);
// A browser that came back by its Back button keeps the ticks it had.
addEventListener('pageshow', countPicked);
countPicked();

// ── The page asked for again: what differs is put in its place.
async function again() {
  const answer = await fetch(location.pathname + location.search, { headers: { accept: 'text/html' } });
  if (answer.redirected || !answer.ok) return location.replace(answer.ok ? answer.url : location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const element of fresh.querySelectorAll('noscript')) element.replaceWith(document.createElement('noscript'));
  document.title = fresh.title;
  become($('#content'), fresh.querySelector('#content'));
}
function become(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return old.replaceWith(document.adoptNode(fresh));
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const wanted = [...fresh.childNodes];
  [...old.childNodes].slice(wanted.length).forEach((node) => node.remove());
  wanted.forEach((node, at) => (old.childNodes[at] ? become(old.childNodes[at], node) : old.append(document.adoptNode(node))));
}

// ── Asks every second, in the background too, whether there is something new to say of a payment. The words always come from the server.
let lostAt = null;
async function followPayment() {
  const mark = $('[data-follow-payment]');
  if (!mark) return;
  const { followPayment: payment, revision, to, offline } = mark.dataset;
  const latest = await revisionOf(payment);
  lostAt = latest === null ? (lostAt ?? new Date().toTimeString().slice(0, 8)) : null;
  const said = lostAt === null ? '' : offline.replace('{since}', lostAt);
  if (mark.textContent !== said) mark.textContent = said;
  const changed = latest !== null && latest !== revision;
  if (changed && to) location.replace(to);
  else if (changed) await again().catch(() => undefined);
  setTimeout(followPayment, changed && to ? PAGE_MS : ASK_PAYMENT_MS);
}
/** Null when nothing was heard. When the pass has run out, another revision than any: the page itself knows where to send the payer. */
async function revisionOf(payment) {
  try {
    const answer = await fetch(`/api/feeds/pay-status?payment=${payment}`);
    if (answer.status === 401) return 'signed-out';
    return answer.ok ? (await answer.json()).revision : null;
  } catch {
    return null;
  }
}
void followPayment();

// ── While something is on its way, the page is asked for again; while a phone's code is in sight, whether the phone has begun to pay.
async function followPage() {
  if (!$('[data-follow-page]')) return;
  await again().catch(() => undefined);
  setTimeout(followPage, ASK_PAGE_MS);
}
setTimeout(followPage, ASK_PAGE_MS);
const phone = $('[data-follow-phone]');
if (phone) {
  setInterval(async () => {
    if (!phone.closest('details')?.open) return;
    const answer = await fetch(`/pay/began?${phone.dataset.followPhone}`).catch(() => null);
    const payment = answer?.ok && (await answer.json()).payment;
    if (payment) location.replace(`/pay/outcome/${payment}`);
  }, ASK_PAGE_MS);
}

// ── To the bank, by itself, once: coming back by the Back button does not throw the payer forward again.
const bank = $('[data-hand-over]');
if (bank) {
  const key = `bafang.handed-over.${bank.dataset.handOver}`;
  if (sessionStorage.getItem(key) !== null) $('[data-came-back]').textContent = $('[data-came-back]').dataset.cameBack;
  else {
    sessionStorage.setItem(key, '1');
    // A redirect replaces this page in the history; a posted form cannot, which is why it is remembered.
    if (bank instanceof HTMLFormElement) HTMLFormElement.prototype.submit.call(bank);
    else location.replace(bank.href);
  }
}

// ── The browser keeps the last list for a moment without a network, and the list says so when it is such a copy.
const list = $('[data-offline-words]');
if (list) {
  // Over plain http from another machine there is no such thing; the page works without it.
  navigator.serviceWorker?.register('/pay-offline.js', { scope: '/pay' }).catch(() => undefined);
  const look = () => {
    list.className = navigator.onLine ? 'sr-only' : 'mb-4 rounded-md border border-line-strong bg-sunken px-4 py-3';
    list.textContent = navigator.onLine ? '' : list.dataset.offlineWords;
  };
  look();
  addEventListener('online', look);
  addEventListener('offline', look);
}
