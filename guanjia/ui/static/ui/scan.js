// Reading QR codes with the camera; the reader and its WebAssembly come from our own server.
import { say } from "./start.js";

const EVERY = 180;
const box = document.querySelector("[data-scan]");
const video = box.querySelector("video");
const words = box.querySelector("[data-scan-words]");
const button = box.querySelector("[data-scan-start]");

async function reader() {
  const base = document.body.dataset.zxing;
  const zxing = await import(`${base}reader/index.js`);
  // Left alone it would fetch its WebAssembly from a stranger's server.
  zxing.prepareZXingModule({ overrides: { locateFile: (path) => `${base}${path.split("/").pop()}` } });
  return zxing.readBarcodes;
}

function done(text) {
  video.srcObject?.getTracks().forEach((one) => one.stop());
  navigator.vibrate?.(60);
  location.assign(`${box.dataset.scan}?code=${encodeURIComponent(text)}`);
}

async function start() {
  button.hidden = true;
  words.textContent = say("point");
  try {
    const read = await reader();
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await video.play();
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const look = async () => {
      if (video.videoWidth) {
        [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
        pen.drawImage(video, 0, 0);
        const found = await read(pen.getImageData(0, 0, canvas.width, canvas.height), { formats: ["QRCode", "Code128", "EAN-13"], maxNumberOfSymbols: 1 });
        if (found[0]?.text) return done(found[0].text);
      }
      setTimeout(look, EVERY);
    };
    look();
  } catch {
    button.hidden = false;
    words.textContent = say("no_camera");
    box.querySelector("input[name=code]").focus();
  }
}

button.addEventListener("click", start);
if (!navigator.mediaDevices?.getUserMedia) {
  button.hidden = true;
  words.textContent = say("no_camera");
}
