// Added by 'opledger site serve' to the pages it shows: loads the page again when it was built anew.
"use strict";
(function () {
  const version = document.currentScript.dataset.version;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  // A page that nobody sees asks for nothing: a browser opens only a few connections to one place.
  const seen = () =>
    document.visibilityState === "visible"
      ? Promise.resolve()
      : new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));

  async function watch() {
    for (;;) {
      await seen();
      try {
        const answer = await fetch("/assets/serve/changes?after=" + encodeURIComponent(version));
        if (answer.ok && (await answer.text()) !== version) {
          location.reload();
          return;
        }
        if (!answer.ok) await pause(2000);
      } catch {
        await pause(2000); // it was stopped; it may come back
      }
    }
  }
  watch();
})();
