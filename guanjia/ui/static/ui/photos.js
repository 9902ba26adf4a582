// Photos: shown before they are sent, made smaller on the phone so that they arrive from a basement too.
import { behave, make, say } from "./start.js";
import { toast } from "./toasts.js";

const LONGEST = 1920, QUALITY = 0.82, SMALL = 600_000;

async function smaller(file) {
  if (file.size < SMALL || !file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file; // the server decides about what the browser cannot read
  }
}

behave("[data-photos]", (box) => {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector(".photo-previews");
  const most = Number(box.dataset.photos);
  let files = [];

  function show() {
    const carrier = new DataTransfer();
    files.forEach((file) => carrier.items.add(file));
    input.files = carrier.files;
    list.querySelectorAll("img").forEach((one) => URL.revokeObjectURL(one.src));
    list.replaceChildren(...files.map((file, index) => {
      const remove = make("button", { type: "button", "aria-label": `${say("remove")}: ${file.name}` }, "✕");
      remove.addEventListener("click", () => { files.splice(index, 1); show(); });
      return make("li", {}, make("img", { src: URL.createObjectURL(file), alt: file.name }), remove);
    }));
  }

  input.addEventListener("change", async () => {
    const added = await Promise.all([...input.files].map(smaller));
    files = [...files, ...added];
    if (files.length > most) {
      files = files.slice(0, most);
      toast(say("too_many", most), "warning");
    }
    show();
  });
});
