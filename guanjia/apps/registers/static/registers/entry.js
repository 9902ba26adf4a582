// Tables of an entry that grow line by line, and fields that are filled by the camera.
import { behave, say } from "../ui/start.js";

behave("[data-entry-rows]", (field) => {
  const rows = () => [...field.querySelectorAll("[data-entry-row]")];
  const pattern = rows().at(-1).cloneNode(true);
  for (const spare of rows().slice(1)) {
    if (![...spare.querySelectorAll("input, select")].some((input) => input.value)) spare.remove();
  }
  const clear = (row) => { for (const input of row.querySelectorAll("input, select")) input.value = ""; };
  clear(pattern);

  field.addEventListener("click", (event) => {
    if (event.target.closest("[data-entry-add]")) {
      const row = pattern.cloneNode(true);
      rows().at(-1).after(row);
      row.querySelector("input, select").focus();
    }
    const row = event.target.closest("[data-entry-remove]")?.closest("[data-entry-row]");
    if (row) rows().length === 1 ? clear(row) : row.remove();
  });
});

behave("[data-scan-into]", (field) => {
  const input = field.querySelector("input"), video = field.querySelector("video");
  const stop = () => {
    video.srcObject?.getTracks().forEach((one) => one.stop());
    video.srcObject = null;
    video.hidden = true;
  };

  async function start() {
    const base = document.body.dataset.zxing;
    const zxing = await import(`${base}reader/index.js`);
    zxing.prepareZXingModule({ overrides: { locateFile: (path) => `${base}${path.split("/").pop()}` } });
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    await video.play();
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d", { willReadFrequently: true });
    while (video.srcObject) {
      [canvas.width, canvas.height] = [video.videoWidth || 1, video.videoHeight || 1];
      pen.drawImage(video, 0, 0);
      const found = await zxing.readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), { maxNumberOfSymbols: 1 });
      if (found[0]?.text) {
        input.value = found[0].text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        stop();
        input.focus();
      }
      await new Promise((later) => setTimeout(later, 180));
    }
  }

  field.querySelector("[data-scan-open]").addEventListener("click", () => {
    if (video.srcObject) stop();
    else start().catch(() => { stop(); input.placeholder = say("no_camera"); input.focus(); });
  });
});
