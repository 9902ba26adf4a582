// Pages kept on this device for work without signal belong to one account; signing out, or another account, throws them away.
const account = document.body.dataset.account ?? "";

try {
  if (localStorage.getItem("guanjia.account") !== account) {
    localStorage.setItem("guanjia.account", account);
    window.caches?.keys().then((names) => names.filter((name) => name.startsWith("guanjia.")).forEach((name) => caches.delete(name)));
  }
} catch { /* a browser that keeps nothing has nothing to throw away */ }
